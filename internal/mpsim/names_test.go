package mpsim_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func (s *simulation) names(path string) []string {
	s.t.Helper()
	a := s.get(path)
	var names []string
	if err := json.Unmarshal(a.body, &names); a.status != 200 || err != nil || names == nil {
		s.t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	return names
}

func TestNamesAreThoseOfRecentEvents(t *testing.T) {
	s := start(t, 20_000)
	seen := map[string]bool{}
	for e := range s.events("2026-01-02", "2026-01-31") {
		seen[e.Name] = true
	}
	if !seen["Demo/Trial Requested"] {
		t.Error("the event that the lexicon hides does not occur")
	}
	delete(seen, "Demo/Trial Requested")
	for _, prefix := range []string{"/api/query/", "/api/2.0/"} {
		names := s.names(path(prefix+"events/names", "type", "general"))
		if len(names) != len(seen) {
			t.Errorf("%d names, want %d", len(names), len(seen))
		}
		for _, name := range names {
			if !seen[name] {
				t.Errorf("%q does not occur", name)
			}
		}
		if !slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(b, a) }) {
			t.Errorf("%q are not in descending order", names)
		}
	}
}

func TestNamesKeepTheLimitAndTheMostCommon(t *testing.T) {
	s := start(t, 20_000)
	if names := s.names(path("/api/query/events/names", "type", "unique", "limit", "2")); !slices.Equal(names, []string{"Product Viewed", "Page View"}) {
		t.Errorf("the two most common names are %q", names)
	}
}

func TestHiddenNamesAreAnsweredWhenAskedFor(t *testing.T) {
	s := start(t, 20_000)
	got := ask[series](s, path("/api/query/segmentation", inDays("event", "Demo/Trial Requested", "unit", "month")...))
	if got.Data.Values["Demo/Trial Requested"]["2026-01-01"] == 0 {
		t.Errorf("%+v", got)
	}
	if names := s.names(path("/api/query/events/names", "type", "general", "limit", "16")); len(names) != 16 || slices.Contains(names, "Demo/Trial Requested") {
		t.Errorf("%d names: %q", len(names), names)
	}
}

func TestNamesOfAQuietMonthAreNone(t *testing.T) {
	s := start(t, 20_000, func(c *mpsim.Config) { c.Projects[0].First -= 31 })
	if names := s.names(path("/api/query/events/names", "type", "general")); len(names) != 0 {
		t.Errorf("names of a month without events: %q", names)
	}
}

func TestNamesRefuseBadParameters(t *testing.T) {
	s := start(t, 0)
	for _, pairs := range [][]string{{}, {"type", "total"}, {"type", "general", "limit", "0"}, {"type", "general", "limit", "x"}} {
		if a := s.get(path("/api/query/events/names", pairs...)); a.status != 400 {
			t.Errorf("%q: %d %s, want 400", pairs, a.status, a.body)
		}
	}
}
