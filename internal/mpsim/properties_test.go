package mpsim_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestPropertyCountsAreSegmentsByPlainName(t *testing.T) {
	s := start(t, 5000)
	bare := ask[series](s, path("/api/query/events/properties", inDays("event", "Search", "name", "plan", "type", "unique", "unit", "week")...))
	on := ask[series](s, path("/api/query/segmentation", inDays("event", "Search", "on", `properties["plan"]`, "type", "unique", "unit", "week")...))
	if diff := cmp.Diff(on, bare); diff != "" || bare.LegendSize != 3 {
		t.Errorf("legend of %d; %s", bare.LegendSize, diff)
	}
	two := ask[series](s, path("/api/2.0/events/properties",
		"event", "Search", "name", "plan", "type", "general", "unit", "month", "interval", "2", "values", `["pro","team","other"]`))
	if len(two.Data.Values) != 2 || two.Data.Values["pro"]["2026-01-01"] == 0 || len(two.Data.Series) != 2 {
		t.Errorf("chosen values: %+v", two)
	}
	one := ask[series](s, path("/api/query/events/properties", inDays("event", "Search", "name", "plan", "type", "general", "unit", "day", "limit", "1")...))
	if one.Data.Values["free"] == nil || one.LegendSize != 1 {
		t.Errorf("limit of one: %+v", one)
	}
}

func TestTopPropertiesAreThoseOfMostEvents(t *testing.T) {
	s := start(t, 5000)
	type tops = map[string]struct {
		Count int `json:"count"`
	}
	events := 0
	for e := range s.events("2026-01-02", "2026-01-31") {
		if e.Name == "Refund" && !e.Duplicate {
			events++
		}
	}
	got := ask[tops](s, path("/api/query/events/properties/top", "event", "Refund", "limit", "100"))
	if got["reason"].Count != events || got["plan"].Count != events || events == 0 || got["rating"].Count != 0 {
		t.Errorf("%d events: %v", events, got)
	}
	if _, ok := got["distinct_id"]; ok {
		t.Error("the distinct_id is a property")
	}
	if ten := ask[tops](s, path("/api/query/events/properties/top")); len(ten) != 10 || ten["plan"].Count < 10*events {
		t.Errorf("of all events: %v", ten)
	}
}

func TestPropertyValuesAreTexts(t *testing.T) {
	s := start(t, 5000)
	plans := ask[[]string](s, path("/api/query/events/properties/values", "event", "Search", "name", "plan"))
	slices.Sort(plans[1:])
	if !slices.Equal(plans, []string{"free", "pro", "team"}) {
		t.Errorf("plans: %q", plans)
	}
	if flags := ask[[]string](s, path("/api/query/events/properties/values", "event", "Search", "name", "logged_in", "limit", "1")); !slices.Equal(flags, []string{"false"}) {
		t.Errorf("the most common of two flags: %q", flags)
	}
	for _, pairs := range [][]string{{"event", "Search", "name", "nothing"}, {"event", "Nothing", "name", "plan"}} {
		if a := s.get(path("/api/query/events/properties/values", pairs...)); a.status != 200 || string(a.body) != "[]\n" {
			t.Errorf("%q: %d %s, want an empty array", pairs, a.status, a.body)
		}
	}
	orders := ask[[]string](s, path("/api/query/events/properties/values", "event", "Order Placed", "name", "items", "limit", "1"))
	var item struct {
		SKU string `json:"sku"`
	}
	if err := json.Unmarshal([]byte(orders[0]), &item); err != nil || item.SKU == "" {
		t.Errorf("an object is %q (%v), want its JSON", orders[0], err)
	}
}

func TestTopEventsAreThoseOfToday(t *testing.T) {
	s := start(t, 5000, func(c *mpsim.Config) { c.Projects[0].Days = 33 }) // until tomorrow
	type top struct {
		Type   string `json:"type"`
		Events []struct {
			Event         string  `json:"event"`
			Amount        float64 `json:"amount"`
			PercentChange float64 `json:"percent_change"`
		} `json:"events"`
	}
	amounts, before := map[string]float64{}, map[string]float64{}
	for e := range s.events("2026-01-31", "2026-02-01") {
		switch {
		case e.Duplicate || e.Time.Hour() >= 12 && !e.Time.Equal(now):
		case e.Time.Day() == 1:
			amounts[e.Name]++
		default:
			before[e.Name]++
		}
	}
	got := ask[top](s, path("/api/query/events/top", "type", "general"))
	if len(got.Events) != len(amounts) || got.Type != "general" {
		t.Errorf("%+v, want %v", got, amounts)
	}
	for i, e := range got.Events {
		want := 0.0
		if before[e.Event] > 0 {
			want = amounts[e.Event]/before[e.Event] - 1
		}
		if e.Amount != amounts[e.Event] || e.PercentChange != want || i > 0 && e.Amount > got.Events[i-1].Amount {
			t.Errorf("%+v, want %v, %v", e, amounts[e.Event], want)
		}
	}
	if two := ask[top](s, path("/api/query/events/top", "type", "unique", "limit", "2")); len(two.Events) != 2 {
		t.Errorf("limit of two: %+v", two)
	}
	s.clock.pass(72 * time.Hour)
	if a := s.get(path("/api/query/events/top", "type", "average")); string(a.body) != `{"type":"average","events":[]}`+"\n" {
		t.Errorf("a quiet day: %s", a.body)
	}
}

func TestActivityFeedHasWhatUsersDid(t *testing.T) {
	s := start(t, 3000)
	wanted := map[string]int{}
	for e := range s.events("2026-01-01", "2026-01-31") {
		if e.DistinctID != "" && !e.Duplicate {
			wanted[e.DistinctID]++
		}
	}
	var ids []string
	events := 0
	for id, n := range wanted {
		if ids = append(ids, id); len(ids) > 5 {
			break
		}
		events += n
	}
	list := `["` + strings.Join(ids[:5], `","`) + `"]`
	for _, prefix := range []string{"/api/query/", "/api/2.0/"} {
		got := ask[struct {
			Status  string `json:"status"`
			Results struct {
				Events []struct {
					Event      string                     `json:"event"`
					Properties map[string]json.RawMessage `json:"properties"`
				} `json:"events"`
			} `json:"results"`
		}](s, path(prefix+"stream/query", inDays("distinct_ids", list)...))
		if got.Status != "ok" || len(got.Results.Events) != events {
			t.Fatalf("%s, %d events, want %d", got.Status, len(got.Results.Events), events)
		}
		before := int64(0)
		for i, e := range got.Results.Events {
			name := []string{"$distinct_id", "distinct_id"}[i%2]
			if id := strings.Trim(string(e.Properties[name]), `"`); !slices.Contains(ids, id) {
				t.Errorf("number %d is by %q: %s", i, id, e.Properties)
			}
			at, err := strconv.ParseInt(string(e.Properties["time"]), 10, 64)
			if err != nil || at < before || e.Event == "" {
				t.Errorf("number %d, %s, is of %v, after %v", i, e.Event, at, before)
			}
			before = at
		}
	}
	if a := s.get(path("/api/query/stream/query", inDays("distinct_ids", `["nobody"]`)...)); string(a.body) != `{"status":"ok","results":{"events":[]}}`+"\n" {
		t.Errorf("nobody: %s", a.body)
	}
}

func TestListsRefuseBadParameters(t *testing.T) {
	s := start(t, 100)
	for report, requests := range map[string][][]string{
		"events/top": {{}, {"type", "x"}, {"type", "general", "limit", "0"}},
		"events/properties": {
			{}, inDays("event", "Search", "type", "general", "unit", "day"), inDays("event", "Search", "name", "plan", "unit", "day"),
			inDays("event", "Search", "name", "plan", "type", "general", "unit", "day", "values", "pro"),
			inDays("event", "Search", "name", "plan", "type", "general", "unit", "day", "limit", "-1"),
			{"event", "Search", "name", "plan", "type", "general", "unit", "day"},
		},
		"events/properties/top":    {{"limit", "x"}},
		"events/properties/values": {{}, {"event", "Search"}, {"name", "plan"}, {"event", "Search", "name", "plan", "limit", "0"}},
		"stream/query":             {{}, inDays(), inDays("distinct_ids", "ana"), {"distinct_ids", `["ana"]`}},
	} {
		for _, pairs := range requests {
			if a := s.get(path("/api/query/"+report, pairs...)); a.status != http.StatusBadRequest || a.message(t) == "" {
				t.Errorf("%s %q: %d %s, want 400", report, pairs, a.status, a.body)
			}
		}
	}
}
