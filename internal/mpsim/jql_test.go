package mpsim_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

const ofJanuary = `{from_date: "2026-01-01", to_date: "2026-01-31"}`

func (s *simulation) jql(body string, pairs ...string) answer {
	s.t.Helper()
	return s.post("/api/query/jql", append([]string{"script", "function main() { return " + body + "; }"}, pairs...)...)
}

func TestScriptsCountEvents(t *testing.T) {
	s := start(t, 3000, func(c *mpsim.Config) {
		c.Projects[0].ExportTime = mpsim.ExportProject
		c.Projects[0].Timezone = "Asia/Tokyo"
	})
	want := map[string]float64{}
	for e := range s.events("2026-01-01", "2026-01-31") {
		if !e.Duplicate {
			want[e.Name]++
		}
	}
	rows := read[[]struct {
		Key   []string
		Value float64
	}](t, s.jql(`Events(`+ofJanuary+`).groupBy(["name"], mixpanel.reducer.count())`))
	got := map[string]float64{}
	for _, row := range rows {
		got[row.Key[0]] = row.Value
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestScriptsSeeItemsAsDocumented(t *testing.T) {
	s := start(t, 500, func(c *mpsim.Config) { c.Projects[0].Timezone = "Asia/Tokyo" }, people(30, 10))
	items := read[[]map[string]any](t, s.jql(`Events(`+ofJanuary+`)`))
	wall := map[float64]bool{}
	for e := range s.events("2026-01-01", "2026-01-31") {
		wall[float64(e.Time.Add(9*time.Hour).UnixMilli())] = true
	}
	for _, item := range items {
		properties := item["properties"].(map[string]any)
		if !slices.Equal(slices.Sorted(maps.Keys(item)), []string{"distinct_id", "name", "properties", "sampling_factor", "time"}) ||
			properties["time"] != nil || properties["distinct_id"] != nil || properties["mp_processing_time_ms"] == nil || !wall[item["time"].(float64)] {
			t.Fatalf("%v", item)
		}
	}
	if len(items) < 450 {
		t.Errorf("%d items", len(items))
	}
	all, err := s.Profiles(projectID)
	if err != nil {
		t.Fatal(err)
	}
	persons := read[[]struct {
		ID         string          `json:"distinct_id"`
		LastSeen   int64           `json:"last_seen"`
		Properties json.RawMessage `json:"properties"`
	}](t, s.jql(`People()`))
	i := 0
	for p := range all {
		var want, got any
		if err := json.Unmarshal(p.AppendProperties(nil, nil), &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(persons[i].Properties, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" || persons[i].ID != p.ID || p.LastSeen.IsZero() != (persons[i].LastSeen == 0) {
			t.Errorf("%+v: %s", p, diff)
		}
		i++
	}
}

func TestScriptsSelectItems(t *testing.T) {
	s := start(t, 2000, people(50, 100))
	got := read[[]float64](t, s.jql(`Events({from_date: params.day, to_date: params.day, event_selectors: [
		{event: "Order Placed", selector: 'properties["gift"] == true'}, {event: "Refund"}]}).reduce(mixpanel.reducer.count())`, "params", `{"day":"2026-01-15"}`))
	want := 0.0
	for e := range s.events("2026-01-15", "2026-01-15") {
		if !e.Duplicate && (e.Name == "Refund" || e.Name == "Order Placed" && bytes.Contains(e.Line, []byte(`"gift":true`))) {
			want++
		}
	}
	if got[0] != want {
		t.Errorf("%v, want %v", got, want)
	}
	pros := read[[]float64](t, s.jql(`People({user_selectors: [{selector: 'user["plan"] == "pro"'}]}).reduce(mixpanel.reducer.count())`))
	if n := len(s.profiles(func(p mpsim.Profile) bool { return has(p, "plan", `"pro"`) })); pros[0] != float64(n) || n == 0 {
		t.Errorf("%v, want %d", pros, n)
	}
}

func TestScriptsThatCannotBeRun(t *testing.T) {
	s := start(t, 10)
	refused(t, s.jql(`Events(`+ofJanuary+`).limit(10)`), 412, "UserVisiblePreconditionFailedError: Uncaught exception TypeError")
	refused(t, s.jql(`(`), 412, "SyntaxError: Unexpected token ;")
	refused(t, s.jql(`Events({from_date: "yesterday", to_date: "2026-01-01"})`), 412, "not a date")
	refused(t, s.jql(`Events({from_date: "2026-01-02", to_date: "2026-01-01"})`), 412, "is later than")
	refused(t, s.jql(`Events({from_date: "2026-01-01", to_date: "2026-01-01", event_selectors: [{selector: "("}]})`), 412, "selector: invalid expression")
	refused(t, s.jql(`People({user_selectors: [{selector: "1 and true"}]})`), 412, "must be boolean")
	refused(t, s.post("/api/2.0/jql"), 400, "script is a required")
	refused(t, s.jql(`People()`, "params", `{`), 400, "params must be JSON")
	refused(t, s.get(path("/api/query/jql", "script", "1")), 405, "GET")
}

func TestScriptsRunForALimitedTime(t *testing.T) {
	s := start(t, 10, func(c *mpsim.Config) { c.Projects[0].JQL.RunTime = time.Millisecond })
	refused(t, s.jql(`(() => { while (true); })()`), 400, "Timeout Error.")
	_, err := mpsim.New(mpsim.Config{Projects: []mpsim.Project{{ID: 1, JQL: mpsim.JQL{RunTime: -1}}}})
	if err == nil {
		t.Error("a negative run time is taken")
	}
}

func TestJQLMayBeGone(t *testing.T) {
	s := start(t, 10, func(c *mpsim.Config) { c.Projects[0].JQL.Gone = true })
	refused(t, s.jql(`People()`), 410, "no longer available")
}

func TestScriptsHaveALimitOfTheirOwnAndCountAsQueries(t *testing.T) {
	s := start(t, 0, limited(mpsim.Limits{QueryPerHour: 3, JQLPerHour: 1}))
	read[[]any](t, s.jql(`People().filter(p => false)`))
	refused(t, s.jql(`People()`), 429, "Query rate limit exceeded for project_id: 424242. You have exceeded the hourly limit (2/1")
	if a := s.get(aQuery); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	refused(t, s.get(aQuery), 429, "(4/3")
}

func BenchmarkScript(b *testing.B) {
	s := start(b, 10_000)
	for b.Loop() {
		s.jql(`Events(` + ofJanuary + `).groupBy(["name"], mixpanel.reducer.count())`)
	}
	b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
