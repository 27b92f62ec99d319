package mpsim_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestCohortsHaveMembersWithAndWithoutProfile(t *testing.T) {
	s := start(t, 20_000, people(200, 50))
	cohorts, err := s.Cohorts(t.Context(), projectID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cohorts {
		members, err := s.CohortMembers(t.Context(), projectID, c.ID)
		if err != nil || len(members) != c.Members || (c.Members == 0) != (c.Name == "Nobody") {
			t.Fatalf("%+v: %d members, %v", c, len(members), err)
		}
		with := s.profiles(func(p mpsim.Profile) bool { return slices.Contains(members, p.ID) })
		filter := fmt.Sprintf(`{"id": %d}`, c.ID)
		if diff := cmp.Diff(with, append([]string{}, s.everybody("filter_by_cohort", filter, "include_all_users", "false")...)); diff != "" {
			t.Errorf("%s, with a profile: %s", c.Name, diff)
		}
		all := s.everybody("filter_by_cohort", filter)
		if diff := cmp.Diff(with, append([]string{}, all[:len(with)]...)); diff != "" || len(all) != len(members) {
			t.Errorf("%s: %d of %d members came, %s", c.Name, len(all), len(members), diff)
		}
		for _, line := range all[len(with):] {
			if !strings.HasSuffix(line, `"$properties":{}}`) {
				t.Errorf("%s: without a profile: %s", c.Name, line)
			}
		}
	}
}

func TestBehaviorsCountEvents(t *testing.T) {
	s := start(t, 20_000, people(300, 1000))
	asOf := time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)
	ordered := map[string]int{}
	for e := range s.events("2026-01-01", "2026-01-31") {
		if e.Name == "Order Placed" && !e.Duplicate && !e.Time.After(asOf) && e.Time.After(asOf.AddDate(0, 0, -7)) &&
			bytes.Contains(e.Line, []byte(`"gift":false`)) {
			ordered[e.DistinctID]++
		}
	}
	want := s.profiles(func(p mpsim.Profile) bool { return ordered[p.ID] >= 2 })
	if len(want) == 0 || len(want) == 300 {
		t.Fatalf("%d people ordered", len(want))
	}
	behaviors := `[{"window":"7d","name":"b","event_selectors":[{"event":"Order Placed","selector":"properties[\"gift\"] == false"}]}]`
	got := s.everybody("behaviors", behaviors, "where", `behaviors["b"] >= 2`, "as_of_timestamp", strconv.FormatInt(asOf.Unix(), 10))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

const uncached = "request for page in uncached query for params"

func TestBehaviorsOfManyPagesNeedATimestamp(t *testing.T) {
	s := start(t, 100, people(300, 100))
	behaviors := `[{"window":"30d","name":"b","event_selectors":[{"event":"Nothing"}]}]`
	for where, status := range map[string]int{`behaviors["b"] == 0`: 400, `behaviors["b"] > 0`: 200} {
		first := s.post("/api/query/engage", "behaviors", behaviors, "where", where).page(t)
		a := s.post("/api/query/engage", "behaviors", behaviors, "where", where, "session_id", first.Session, "page", "1")
		if a.status != status || status == 400 && !strings.Contains(string(a.body), uncached) {
			t.Errorf("%s: %d %s", where, a.status, a.body)
		}
	}
	if n := len(s.everybody("behaviors", behaviors, "as_of_timestamp", strconv.FormatInt(now.Unix(), 10))); n != 300 {
		t.Errorf("with a timestamp %d came", n)
	}
}
