package mpsim_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// read decodes the JSON of an answer of status 200.
func read[T any](t testing.TB, a answer) T {
	t.Helper()
	var into T
	if err := json.Unmarshal(a.body, &into); err != nil || a.status != 200 {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	return into
}

// refused fails unless the answer has the status and the text in its error.
func refused(t testing.TB, a answer, status int, text string) {
	t.Helper()
	var body struct {
		Error   string `json:"error"`
		Request string `json:"request"`
		Status  string `json:"status"`
	}
	err := json.Unmarshal(a.body, &body)
	if err != nil || a.status != status || !strings.Contains(body.Error, text) || (body.Request == "") != (body.Status == "error") {
		t.Errorf("%d %s, want %d with %q", a.status, a.body, status, text)
	}
}

func TestCohortsAreListed(t *testing.T) {
	s := start(t, 5000, people(200, 100))
	want, err := s.Cohorts(t.Context(), projectID)
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range map[string]answer{"post": s.post("/api/query/cohorts/list"), "get": s.get(path("/api/2.0/cohorts/list"))} {
		list := read[[]map[string]any](t, a)
		if len(list) != len(want) {
			t.Fatalf("%s: %d cohorts", name, len(list))
		}
		for i, cohort := range list {
			c := want[i]
			if cohort["id"] != float64(c.ID) || cohort["count"] != float64(c.Members) || cohort["name"] != c.Name ||
				cohort["description"] != c.Description || (cohort["is_visible"] == 1.0) != c.Visible || cohort["project_id"] != 424242.0 {
				t.Errorf("%s: %v, want %+v", name, cohort, c)
			}
			if _, err := time.Parse(time.DateTime, cohort["created"].(string)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if _, err := s.Cohorts(t.Context(), 1); err == nil {
		t.Error("an unknown project has cohorts")
	}
}

const app = "/api/app/projects/424242/"

type results struct {
	Status  string           `json:"status"`
	Results []map[string]any `json:"results"`
}

func TestBookmarksAreListedByType(t *testing.T) {
	s := start(t, 0)
	all := read[results](t, s.get(app+"bookmarks?v=2"))
	sum := 0
	for _, kind := range []string{"insights", "funnels", "retention", "flows"} {
		some := read[results](t, s.get(app+"bookmarks?v=2&type="+kind))
		for _, b := range some.Results {
			if b["type"] != kind || b["id"] == nil || b["name"] == "" || b["project_id"] != 424242.0 || b["modified"] == nil {
				t.Errorf("%s: %v", kind, b)
			}
		}
		if len(some.Results) == 0 {
			t.Errorf("no %s", kind)
		}
		sum += len(some.Results)
	}
	if all.Status != "ok" || len(all.Results) != sum {
		t.Errorf("%d of %d have a type, %s", sum, len(all.Results), all.Status)
	}
	refused(t, s.get(app+"bookmarks?type=boards"), 400, "type must be one of")
}

func TestTheAppAPIRefusesInItsOwnEnvelope(t *testing.T) {
	s := start(t, 0)
	refused(t, s.get(app+"bookmarks?query_origin=me"), 400, "query_origin")
	refused(t, s.get("/api/app/projects/7/bookmarks"), 403, "no access")
	refused(t, s.get("/api/app/projects/shop/bookmarks"), 400, "not the id")
	refused(t, s.get(app+"boards"), 404, "nothing at")
	refused(t, s.do(s.request("DELETE", app+"bookmarks")), 405, "DELETE")
	r := s.request("GET", app+"bookmarks")
	r.SetBasicAuth(username, "wrong")
	refused(t, s.do(r), 401, "Invalid service account")
}

type insightsBody struct {
	ComputedAt string                        `json:"computed_at"`
	DateRange  map[string]string             `json:"date_range"`
	Headers    []string                      `json:"headers"`
	Series     map[string]map[string]float64 `json:"series"`
}

func TestInsightsCountTheEventsOfTheReport(t *testing.T) {
	s := start(t, 3000, func(c *mpsim.Config) {
		c.Projects[0].Timezone = "Europe/Lisbon"
		c.Projects[0].ExportTime = mpsim.ExportProject
	})
	got := read[insightsBody](t, s.get(path("/api/query/insights", "bookmark_id", "63877001")))
	want := map[string]map[string]float64{"Order Placed": {}, "Refund": {}}
	for e := range s.events("2026-01-01", "2026-01-31") {
		if counts, ok := want[e.Name]; ok && !e.Duplicate {
			counts[e.Day.String()+"T00:00:00+00:00"]++
		}
	}
	if diff := cmp.Diff(want, got.Series); diff != "" {
		t.Error(diff)
	}
	days := map[string]string{"from_date": "2026-01-01T00:00:00+00:00", "to_date": "2026-01-31T23:59:59.999000+00:00"}
	if !maps.Equal(got.DateRange, days) || !slices.Equal(got.Headers, []string{"$event"}) || got.ComputedAt != "2026-02-01T12:00:00.000000+00:00" {
		t.Errorf("%+v", got)
	}
	if empty := read[insightsBody](t, s.get(path("/api/query/insights", "bookmark_id", "63877003"))); len(empty.Series["Never Sent"]) != 0 || len(empty.Series) != 1 {
		t.Errorf("an event that never was: %v", empty.Series)
	}
}

func TestInsightsNestABreakdown(t *testing.T) {
	s := start(t, 3000, func(c *mpsim.Config) { c.Projects[0].Timezone = "Asia/Tokyo" })
	got := read[struct {
		Headers []string                                 `json:"headers"`
		Series  map[string]map[string]map[string]float64 `json:"series"`
	}](t, s.get(path("/api/2.0/insights", "bookmark_id", "63877002")))
	plans := slices.Sorted(maps.Keys(got.Series["Page View"]))
	if !slices.Equal(got.Headers, []string{"$event", "plan"}) || !slices.Equal(plans, []string{"$overall", "free", "pro", "team"}) {
		t.Errorf("headers %v, plans %v", got.Headers, plans)
	}
	for week, all := range got.Series["Page View"]["$overall"] {
		sum := 0.0
		for _, plan := range plans[1:] {
			sum += got.Series["Page View"][plan][week]
		}
		at, err := time.Parse(time.RFC3339, week)
		if err != nil || at.Weekday() != time.Monday || !strings.HasSuffix(week, "T00:00:00+09:00") || sum < all {
			t.Errorf("week %s: %v users, %v by plan, %v", week, all, sum, err)
		}
	}
}

func TestSavedReportsThatCannotBeAnswered(t *testing.T) {
	s := start(t, 0)
	for _, p := range []string{"/api/query/insights", "/api/query/arb_funnels"} {
		ask := func(pairs ...string) answer {
			return s.get(path(p, append([]string{"query_type", "flows_sankey"}, pairs...)...))
		}
		refused(t, ask(), 400, "bookmark_id is a required")
		refused(t, ask("bookmark_id", "first"), 400, "not a whole number")
		refused(t, ask("bookmark_id", "1"), 404, "bookmark 1 was not found")
		refused(t, ask("bookmark_id", "63877009"), 403, "permission")
	}
	refused(t, s.get(path("/api/query/insights", "bookmark_id", "63877006")), 400, "type flows")
	refused(t, s.get(path("/api/query/arb_funnels", "bookmark_id", "63877001", "query_type", "flows_sankey")), 400, "not flows")
	refused(t, s.get(path("/api/query/arb_funnels", "bookmark_id", "63877006")), 400, "query_type")
	refused(t, s.get(path("/api/query/arb_funnels", "bookmark_id", "63877006", "query_type", "flows")), 400, "query_type")
}

func TestFlowsShowWhatPeopleDoNext(t *testing.T) {
	for _, events := range []int{0, 20_000} {
		s := start(t, events)
		got := read[struct {
			Steps []struct {
				Nodes []struct {
					Event, Type, TotalCount string
					Edges                   []struct {
						Event, Type, TotalCount string
						Step                    int
					}
				}
			}
			Breakdowns []any
			Rate       float64 `json:"overallConversionRate"`
			Metadata   map[string]any
			ComputedAt string `json:"computed_at"`
		}](t, s.get(path("/api/query/arb_funnels", "bookmark_id", "63877006", "query_type", "flows_sankey")))
		anchor := got.Steps[0].Nodes[0]
		if anchor.Event != "Signup" || anchor.Type != "ANCHOR" || got.Breakdowns == nil || got.Metadata == nil || got.ComputedAt == "" {
			t.Errorf("%+v", got)
		}
		if events == 0 {
			if anchor.TotalCount != "0" || len(got.Steps) != 1 || got.Rate != 0 {
				t.Errorf("without events: %+v", got)
			}
			continue
		}
		var sum, total, n int
		for _, e := range anchor.Edges {
			fmt.Sscan(e.TotalCount, &n)
			sum += n
		}
		fmt.Sscan(anchor.TotalCount, &total)
		if len(got.Steps) != 4 || sum != total || total == 0 || got.Rate <= 0 || got.Rate >= 1 {
			t.Errorf("%d of %d signups went on, %d steps, rate %v", sum, total, len(got.Steps), got.Rate)
		}
	}
}

func TestPropertiesOfProfilesHaveCountsAndTypes(t *testing.T) {
	s := start(t, 0, people(500, 100))
	got := read[struct {
		Results map[string]struct {
			Count int
			Type  string
		}
	}](t, s.get(path("/api/query/engage/properties"))).Results
	all, err := s.Profiles(projectID)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for p := range all {
		for _, m := range p.Members {
			if m.JSON != "null" {
				counts[m.Name]++
			}
		}
	}
	for name, n := range counts {
		if got[name].Count != n {
			t.Errorf("%s: %+v, want %d", name, got[name], n)
		}
	}
	for name, kind := range map[string]string{
		"$last_seen": "datetime", "birthday": "datetime", "plan": "string", "orders": "number", "loyalty_no": "number",
		"newsletter": "boolean", "tags": "list", "address": "object", "devices": "list", "score": "number",
	} {
		if got[name].Type != kind {
			t.Errorf("%s is a %s, want %s", name, got[name].Type, kind)
		}
	}
}

func TestInsightsShowASavedFunnel(t *testing.T) {
	for _, events := range []int{0, 5000} {
		s := start(t, events)
		funnels, err := s.Funnels(projectID)
		if err != nil {
			t.Fatal(err)
		}
		id := strconv.FormatInt(funnels[0].ID, 10)
		got := read[struct {
			Headers []string
			Series  map[string]map[string]map[string]float64
		}](t, s.get(path("/api/query/insights", "bookmark_id", id)))
		whole := read[struct {
			Data map[string]struct {
				Steps []struct{ Count float64 }
			}
		}](t, s.get(path("/api/query/funnels", "funnel_id", id, "from_date", "2026-01-01", "to_date", "2026-01-31", "interval", "31")))
		if got.Headers[0] != "$funnel" || len(got.Series["Checkout"]) != 4 {
			t.Errorf("%+v", got)
		}
		for i, name := range []string{"1. Product Viewed", "2. Add To Cart", "3. Checkout Started", "4. Order Placed"} {
			if n := got.Series["Checkout"][name]["count"]; n != whole.Data["2026-01-01"].Steps[i].Count || (n > 0) != (events > 0) {
				t.Errorf("%s: %v, want %+v", name, n, whole)
			}
		}
	}
}

func TestInsightsShowSavedRetention(t *testing.T) {
	s := start(t, 5000)
	got := read[struct {
		Headers []string
		Series  map[string]map[string]map[string]struct {
			First  int
			Counts []int
			Rates  []float64
		}
	}](t, s.get(path("/api/query/insights", "bookmark_id", "63877005")))
	dates := got.Series["Signup and then any event"]
	if got.Headers[0] != "$retention" || len(dates) == 0 {
		t.Fatalf("%+v", got)
	}
	type cohort struct {
		First  int
		Counts []int
	}
	saved := read[map[string]cohort](t, s.get(path("/api/query/retention", "bookmark_id", "63877005", "from_date", "2026-01-01", "to_date", "2026-01-31")))
	asked := read[map[string]cohort](t, s.get(path("/api/query/retention", "born_event", "Signup", "interval_count", "10", "from_date", "2026-01-01", "to_date", "2026-01-31")))
	if diff := cmp.Diff(asked, saved); diff != "" {
		t.Error(diff)
	}
	for date, want := range asked {
		all := dates[date+"T00:00:00+00:00"]["$overall"]
		if all.First != want.First || !slices.Equal(all.Counts, want.Counts) || len(all.Rates) != len(all.Counts) {
			t.Errorf("%s: %+v, want %+v", date, all, want)
		}
	}
	refused(t, s.get(path("/api/query/retention", "bookmark_id", "63877001", "from_date", "2026-01-01", "to_date", "2026-01-31")), 400, "not retention")
	refused(t, s.get(path("/api/query/retention", "bookmark_id", "1", "from_date", "2026-01-01", "to_date", "2026-01-31")), 404, "not found")
}
