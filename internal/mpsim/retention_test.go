package mpsim_test

import (
	"net/http"
	"testing"
	"time"
)

// cohort is one of an answer of retention.
type cohort struct {
	First  int   `json:"first"`
	Counts []int `json:"counts"`
}

func TestRetentionIsAsDocumented(t *testing.T) {
	s := start(t, 20_000)
	births := inDays("born_event", "Signup", "event", "Order Placed", "interval_count", "10")
	got := ask[map[string]cohort](s, path("/api/query/retention", births...))
	first, users := map[string]string{}, map[string]int{}
	for e := range s.events("2026-01-01", "2026-01-31") {
		if date := e.Time.Format(time.DateOnly); e.Name == "Signup" && e.DistinctID != "" && (first[e.DistinctID] == "" || date < first[e.DistinctID]) {
			first[e.DistinctID] = date
		}
	}
	for _, date := range first {
		users[date]++
	}
	if len(got) != 31 {
		t.Errorf("%d cohorts", len(got))
	}
	returned := 0
	for date, c := range got {
		if c.First != users[date] || len(c.Counts) != 11 {
			t.Errorf("%s: %+v, want %d users", date, c, users[date])
		}
		returned += c.Counts[0]
	}
	if returned == 0 {
		t.Error("nobody returns")
	}
	weeks := ask[map[string]cohort](s, path("/api/query/retention", append(births, "unit", "week", "unbounded_retention", "true")...))
	if len(weeks) != 5 || weeks["2025-12-29"].First == 0 {
		t.Errorf("weeks: %+v", weeks)
	}
	for _, c := range weeks {
		for i := 1; i < len(c.Counts); i++ {
			if c.Counts[i] > c.Counts[i-1] {
				t.Errorf("unbounded counts rise: %v", c.Counts)
			}
		}
	}
	segments := ask[map[string]map[string]cohort](s, path("/api/query/retention", append(births, "interval", "7", "on", `properties["currency"]`)...))
	if of := segments["2026-01-01"]; of["$overall"].First == 0 || of["EUR"].First != of["$overall"].First {
		t.Errorf("segments: %+v", of)
	}
	compounded := ask[map[string]cohort](s, path("/api/query/retention", inDays("event", "Search", "retention_type", "compounded")...))
	if c := compounded["2026-01-05"]; c.First == 0 || len(c.Counts) != 2 {
		t.Errorf("compounded: %+v", c)
	}
}

func TestAddictionNeverRises(t *testing.T) {
	s := start(t, 20_000)
	type frequencies[T any] struct {
		Data map[string]T `json:"data"`
	}
	for cells, pairs := range map[int][]string{
		24: {"unit", "day", "addiction_unit", "hour"}, 7: {"unit", "week", "addiction_unit", "day"},
		31: {"unit", "month", "addiction_unit", "day"}, 168: {"unit", "week", "addiction_unit", "hour"},
	} {
		got := ask[frequencies[[]int]](s, path("/api/query/retention/addiction", inDays(pairs...)...))
		for date, counts := range got.Data {
			if len(counts) != cells || counts[0] == 0 {
				t.Errorf("%q, %s: %v", pairs, date, counts)
			}
			for i := 1; i < len(counts); i++ {
				if counts[i] > counts[i-1] {
					t.Errorf("%q, %s: %v", pairs, date, counts)
				}
			}
		}
	}
	segments := ask[frequencies[map[string][]int]](s, path("/api/query/retention/addiction",
		inDays("unit", "month", "addiction_unit", "day", "event", "Search", "on", `properties["plan"]`, "where", "true")...))
	if of := segments.Data["2026-01-01"]; of["$overall"][0] < of["free"][0] || of["free"][0] == 0 {
		t.Errorf("segments: %v", of)
	}
}

func TestRetentionRefusesBadParameters(t *testing.T) {
	s := start(t, 100)
	for report, requests := range map[string][][]string{
		"retention": {
			{}, inDays(), inDays("born_event", "Signup", "retention_type", "death"), inDays("born_event", "Signup", "unit", "day", "interval", "1"),
			inDays("born_event", "Signup", "interval", "91"), inDays("born_event", "Signup", "interval_count", "0"), inDays("born_event", "Signup", "unit", "hour"),
			inDays("born_event", "Signup", "born_where", "("), inDays("born_event", "Signup", "where", "("), inDays("born_event", "Signup", "on", "plan"),
			inDays("born_event", "Signup", "unbounded_retention", "perhaps"), inDays("born_event", "Signup", "limit", "0"), inDays("born_event", "Signup", "born_where", "1 and 1"),
		},
		"retention/addiction": {
			{}, inDays("unit", "day"), inDays("addiction_unit", "day"), inDays("unit", "hour", "addiction_unit", "hour"), inDays("unit", "day", "addiction_unit", "week"),
			inDays("unit", "day", "addiction_unit", "hour", "on", "plan"), inDays("unit", "day", "addiction_unit", "hour", "where", "1 or 1"),
			inDays("unit", "day", "addiction_unit", "hour", "limit", "x"),
		},
	} {
		for _, pairs := range requests {
			if a := s.get(path("/api/query/"+report, pairs...)); a.status != http.StatusBadRequest || a.message(t) == "" {
				t.Errorf("%s %q: %d %s, want 400", report, pairs, a.status, a.body)
			}
		}
	}
}
