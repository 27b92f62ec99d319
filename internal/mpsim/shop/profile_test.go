package shop_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// later is when the shops of these tests have closed.
var later = newYear.Start(time.UTC).AddDate(1, 0, 0)

func profiles(t *testing.T, c shop.Config) []shop.Profile {
	t.Helper()
	s := open(t, c)
	all := make([]shop.Profile, s.Profiles())
	for i := range all {
		all[i] = s.Profile(i, later)
	}
	return all
}

func TestProfilesAreTheSameForTheSameSeed(t *testing.T) {
	config := shop.Config{Seed: 7, First: newYear, Days: 10, Users: 50, Profiles: 100}
	lines := func(c shop.Config) (lines []string) {
		for _, p := range profiles(t, c) {
			lines = append(lines, string(p.AppendJSON(nil, nil)))
		}
		return lines
	}
	one := lines(config)
	if again := lines(config); !slices.Equal(one, again) {
		t.Error("a second shop of the same seed has other profiles")
	}
	config.Seed = 8
	if other := lines(config); slices.Equal(one, other) {
		t.Error("a shop of another seed has the same profiles")
	}
}

func TestCustomersHaveTheProfilesOfTheirEvents(t *testing.T) {
	config := shop.Config{Seed: 7, First: newYear, Days: 2, Users: 50, Profiles: 50, Events: 3000}
	byID := map[string]shop.Profile{}
	for _, p := range profiles(t, config) {
		byID[p.ID] = p
	}
	if len(byID) != 50 {
		t.Fatalf("%d ids of 50 profiles", len(byID))
	}
	for e := range open(t, config).Events(newYear, newYear+1) {
		p, ok := byID[e.DistinctID]
		if !ok {
			t.Fatalf("%s has no profile", e.DistinctID)
		}
		for _, m := range p.Members {
			if m.Name == "plan" && !strings.Contains(string(e.Line), `"plan":`+m.JSON) {
				t.Errorf("%s has the plan %s, but sent %s", p.ID, m.JSON, e.Line)
			}
		}
	}
}

func TestProfilesHaveEveryKindOfValue(t *testing.T) {
	ids, seen := map[string]bool{}, map[string]bool{}
	for _, p := range profiles(t, shop.Config{First: newYear, Days: 10, Users: 2000, Profiles: 5000}) {
		var line struct {
			ID         any                        `json:"$distinct_id"`
			Properties map[string]json.RawMessage `json:"$properties"`
		}
		text := p.AppendJSON(nil, nil)
		if err := json.Unmarshal(text, &line); err != nil || ids[p.ID] {
			t.Fatalf("%s, seen before: %v: %v", text, ids[p.ID], err)
		}
		ids[p.ID] = true
		if _, number := line.ID.(float64); number != p.Numeric {
			t.Errorf("numeric %v: %s", p.Numeric, text)
		}
		seen["numeric id"] = seen["numeric id"] || p.Numeric
		seen["empty"] = seen["empty"] || len(line.Properties) == 0
		seen["never seen"] = seen["never seen"] || line.Properties["$last_seen"] == nil && len(line.Properties) > 0
		seen["twin"] = seen["twin"] || line.Properties["Plan"] != nil
		for _, value := range line.Properties {
			seen[string(value[:1])] = true
		}
		seen["big"] = seen["big"] || len(line.Properties["loyalty_no"]) > 16
		seen["<null>"] = seen["<null>"] || string(line.Properties["coupon"]) == `"<null>"`
	}
	for _, kind := range []string{
		"numeric id", "empty", "never seen", "twin", "big", "<null>", `"`, "{", "[", "t", "f", "n", "-", "1",
	} {
		if !seen[kind] {
			t.Errorf("no profile has %q", kind)
		}
	}
}

func TestProfilesAreUpdatedWhileTheShopIsOpen(t *testing.T) {
	s := open(t, shop.Config{First: newYear, Days: 30, Users: 200, Profiles: 200})
	opened, closed := newYear.Start(time.UTC), (newYear + 30).Start(time.UTC)
	changed := 0
	for i := range s.Profiles() {
		before := s.Profile(i, opened)
		for at := opened; at.Before(closed); at = at.Add(24 * time.Hour) {
			now := s.Profile(i, at)
			if now.LastSeen.Before(before.LastSeen) || now.LastSeen.After(at) || now.ID != before.ID {
				t.Fatalf("at %v: %+v after %+v", at, now, before)
			}
			same := string(now.AppendJSON(nil, nil)) == string(before.AppendJSON(nil, nil))
			if same != now.LastSeen.Equal(before.LastSeen) && !now.LastSeen.IsZero() {
				t.Fatalf("at %v: last seen %v and %v, same %v", at, now.LastSeen, before.LastSeen, same)
			}
			if !same {
				changed++
			}
			before = now
		}
		last := s.Profile(i, closed)
		if end := s.Profile(i, later); !slices.Equal(last.Members, end.Members) {
			t.Fatalf("changed after the end: %+v, %+v", last, end)
		}
	}
	if changed < 100 {
		t.Errorf("%d updates in a month", changed)
	}
}

func TestAShopWithoutProfilesHasNoGroups(t *testing.T) {
	s := open(t, shop.Config{First: newYear, Days: 1})
	for _, g := range s.Groups() {
		if g.Profiles != 0 || s.Profiles() != 0 {
			t.Errorf("%+v, %d profiles", g, s.Profiles())
		}
	}
}
