package mpsim_test

import (
	"slices"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

func names(r results, key string) []string {
	found := make([]string, len(r.Results))
	for i, entry := range r.Results {
		found[i], _ = entry[key].(string)
	}
	return found
}

func TestTheLexiconIsListed(t *testing.T) {
	s := start(t, 0)
	events := []string{"Order Placed", "Gutschein eingelöst", "Demo/Trial Requested", "Beta Opened"}
	for path, want := range map[string][]string{
		"schemas":                                append(slices.Clone(events), "$user"),
		"schemas/event":                          events,
		"schemas/profile":                        {"$user"},
		"schemas/event?entity_name=Order+Placed": events[:1],
		"schemas/event?entity_name=Demo%2FTrial+Request": {},
		"schemas/profile?entity_name=":                   {},
	} {
		got := read[results](t, s.get(app+path))
		if !slices.Equal(names(got, "name"), want) || got.Status != "ok" || got.Results == nil {
			t.Errorf("%s: %+v", path, got)
		}
	}
}

func TestASchemaByNameIsBare(t *testing.T) {
	s := start(t, 0)
	for name, property := range map[string]string{"event/Order%20Placed": "amount", "event/Gutschein%20eingel%C3%B6st": "quantity", "profile/$user": "plan"} {
		got := read[struct {
			Properties map[string]map[string]any
			EntityType any `json:"entityType"`
		}](t, s.get(app+"schemas/"+name))
		if got.Properties[property]["type"] == nil || got.EntityType != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	order := read[struct {
		Metadata map[string]struct {
			DisplayName string   `json:"displayName"`
			Source      string   `json:"$source"`
			Teams       []string `json:"teamContacts"`
		}
	}](t, s.get(app+"schemas/event/Order%20Placed")).Metadata["com.mixpanel"]
	if order.DisplayName != "Order placed" || order.Source != "etl" || len(order.Teams) != 1 {
		t.Errorf("metadata: %+v", order)
	}
	if a := s.get(app + "schemas/event/Demo%2FTrial%20Requested"); a.status != 200 {
		t.Errorf("a name with a slash: %d %s", a.status, a.body)
	}
	refused(t, s.get(app+"schemas/event/Refund"), 404, "schema of event Refund was not found")
	refused(t, s.get(app+"schemas/group/x"), 400, "neither event nor profile")
	refused(t, s.get(app+"schemas/group"), 400, "neither event nor profile")
	refused(t, s.get(app+"schemas?type=event"), 400, "type")
}

func TestTheLexiconIsLimitedForAllProjectsTogether(t *testing.T) {
	s := start(t, 0, limited(mpsim.DocumentedLimits()), func(c *mpsim.Config) {
		c.Projects = append(c.Projects, mpsim.Project{ID: 7})
		c.Accounts[0].Roles[7] = mpsim.Consumer
	})
	for range 4 {
		read[results](t, s.get(app+"schemas"))
	}
	s.clock.pass(20 * time.Second)
	read[results](t, s.get("/api/app/projects/7/schemas/event"))
	a := s.get(app + "schemas/event/Refund")
	refused(t, a, 429, "lexicon")
	if a.header.Get("Retry-After") != "40" {
		t.Errorf("%v", a.header)
	}
	read[results](t, s.get(app+"annotations"))
	s.clock.pass(40 * time.Second)
	read[results](t, s.get(app+"schemas"))
}

func TestAnnotationsAreListedByDay(t *testing.T) {
	s := start(t, 0)
	for query, want := range map[string]int{
		"": 4, "?fromDate=2026-01-01": 3, "?toDate=2026-01-01": 2, "?fromDate=2026-01-01&toDate=2026-01-01": 1,
		"?fromDate=2030-01-01": 0, "?fromDate=2026-01-16&toDate=2026-01-16": 1,
	} {
		got := read[results](t, s.get(app+"annotations"+query))
		if len(got.Results) != want || got.Results == nil {
			t.Errorf("%s: %v", query, got.Results)
		}
		for _, a := range got.Results {
			if _, err := time.Parse(time.DateTime, a["date"].(string)); err != nil || a["user"] == nil || a["tags"] == nil {
				t.Errorf("%v: %v", a, err)
			}
		}
	}
	refused(t, s.get(app+"annotations?fromDate=today"), 400, "fromDate")
	refused(t, s.get(app+"annotations?fromDate=2026-01-02&toDate=2026-01-01"), 400, "cannot be later")
	refused(t, s.get(app+"annotations?from_date=2026-01-02"), 400, "from_date")
}

func TestOneAnnotation(t *testing.T) {
	s := start(t, 0)
	got := read[struct {
		Status  string
		Results struct {
			ID          int
			Description string
			Tags        []struct{ Name string }
		}
	}](t, s.get(app+"annotations/641"))
	if got.Status != "ok" || got.Results.ID != 641 || got.Results.Description != "Pricing change" || got.Results.Tags[0].Name != "Launches" {
		t.Errorf("%+v", got)
	}
	refused(t, s.get(app+"annotations/1"), 404, "annotation 1 was not found")
	refused(t, s.get(app+"annotations/one"), 400, "not the id")
}

func TestTagsAreForAnalysts(t *testing.T) {
	s := start(t, 0)
	refused(t, s.get(app+"annotations/tags"), 403, "analyst")
	s = start(t, 0, func(c *mpsim.Config) { c.Accounts[0].Roles[projectID] = mpsim.Analyst })
	tags := read[[]struct {
		Name           string
		ProjectID      int64 `json:"project_id"`
		HasAnnotations bool  `json:"has_annotations"`
	}](t, s.get(app+"annotations/tags"))
	if len(tags) != 3 || tags[0].Name != "Launches" || !tags[0].HasAnnotations || tags[2].HasAnnotations || tags[1].ProjectID != projectID {
		t.Errorf("%+v", tags)
	}
}

func TestOldAnnotationsAreFree(t *testing.T) {
	s := start(t, 0, limited(mpsim.Limits{QueryPerHour: 1}))
	for range 3 {
		got := read[struct{ Annotations []map[string]any }](t, s.get(path("/api/2.0/annotations", "from_date", "2026-01-01", "to_date", "2026-01-01")))
		if len(got.Annotations) != 1 || got.Annotations[0]["project_id"] != 424242.0 {
			t.Errorf("%v", got)
		}
	}
	refused(t, s.get(path("/api/2.0/annotations")), 400, "from_date")
}
