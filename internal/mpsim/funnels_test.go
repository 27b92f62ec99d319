package mpsim_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// step is a step of an answer of funnels.
type step struct {
	Count            int     `json:"count"`
	Goal             string  `json:"goal"`
	Event            string  `json:"event"`
	StepConvRatio    float64 `json:"step_conv_ratio"`
	OverallConvRatio float64 `json:"overall_conv_ratio"`
	AvgTime          *int64  `json:"avg_time"`
	AvgTimeFromStart *int64  `json:"avg_time_from_start"`
}

// passage is a date of an answer of funnels.
type passage struct {
	Steps    []step `json:"steps"`
	Analysis struct {
		Completion     int `json:"completion"`
		StartingAmount int `json:"starting_amount"`
		Steps          int `json:"steps"`
		Worst          int `json:"worst"`
	} `json:"analysis"`
}

// passages is an answer of funnels with dates of the form T.
type passages[T any] struct {
	Meta struct {
		Dates []string `json:"dates"`
	} `json:"meta"`
	Data map[string]T `json:"data"`
}

// saved returns the id of a saved funnel, as text.
func (s *simulation) saved(name string) string {
	s.t.Helper()
	funnels, err := s.Funnels(projectID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range funnels {
		if f.Name == name {
			return strconv.FormatInt(f.ID, 10)
		}
	}
	s.t.Fatalf("there is no funnel %q", name)
	return ""
}

func TestFunnelListHasTheSavedFunnels(t *testing.T) {
	s := start(t, 0)
	list := ask[[]struct {
		ID   int64  `json:"funnel_id"`
		Name string `json:"name"`
	}](s, path("/api/2.0/funnels/list"))
	funnels, err := s.Funnels(projectID)
	if err != nil || len(list) != len(funnels) || len(list) < 3 {
		t.Fatalf("%v: %d funnels, %d are listed", err, len(funnels), len(list))
	}
	for i, f := range funnels {
		if list[i].ID != f.ID || list[i].Name != f.Name {
			t.Errorf("%+v is listed as %+v", f, list[i])
		}
	}
	if _, err := s.Funnels(1); err == nil {
		t.Error("a project that does not exist has funnels")
	}
}

func TestFunnelOfOneDayIsAsDocumented(t *testing.T) {
	s := start(t, 20_000)
	got := ask[passages[passage]](s, path("/api/query/funnels", "funnel_id", s.saved("Checkout"), "from_date", "2026-01-10", "to_date", "2026-01-11"))
	if len(got.Meta.Dates) != 2 || len(got.Data) != 2 {
		t.Fatalf("%+v", got)
	}
	p := got.Data["2026-01-10"]
	if a := p.Analysis; len(p.Steps) != 4 || a.Steps != 4 || a.StartingAmount != p.Steps[0].Count || a.Completion != p.Steps[3].Count || a.Completion == 0 {
		t.Errorf("%+v", p)
	}
	if first := p.Steps[0]; first.AvgTime != nil || first.AvgTimeFromStart != nil || first.StepConvRatio != 1 || first.Event != "Product Viewed" || first.Goal != first.Event {
		t.Errorf("first step: %+v", first)
	}
	for i, step := range p.Steps[1:] {
		if step.StepConvRatio != float64(step.Count)/float64(p.Steps[i].Count) ||
			step.OverallConvRatio != float64(step.Count)/float64(p.Steps[0].Count) || *step.AvgTime <= 0 || *step.AvgTimeFromStart < *step.AvgTime {
			t.Errorf("step %d: %+v", i+1, step)
		}
	}
}

func TestFunnelEntriesAreTheUsersOfTheFirstStep(t *testing.T) {
	s := start(t, 5000)
	users := map[string]bool{}
	for e := range s.events("2026-01-01", "2026-01-31") {
		if e.Name == "Search" && e.DistinctID != "" {
			users[e.DistinctID] = true
		}
	}
	for _, pairs := range [][]string{{"unit", "month"}, {"unit", "week"}, {"unit", "day"}, {"interval", "5"}, {}, {"length", "1", "length_unit", "second"}} {
		got := ask[passages[passage]](s, path("/api/query/funnels", inDays(append(pairs, "funnel_id", s.saved("Search to cart"))...)...))
		entries := 0
		for _, p := range got.Data {
			entries += p.Steps[0].Count
		}
		if entries != len(users) {
			t.Errorf("%q: %d entries, want %d", pairs, entries, len(users))
		}
	}
}

func TestLongerWindowsConvertMore(t *testing.T) {
	s := start(t, 20_000)
	before := 0
	for _, window := range []string{"1 minute", "3 minute", "2 hour", "20 day"} {
		number, unit, _ := strings.Cut(window, " ")
		got := ask[passages[passage]](s, path("/api/query/funnels", inDays("funnel_id", s.saved("Checkout"), "unit", "month", "length", number, "length_unit", unit)...))
		if done := got.Data["2026-01-01"].Analysis.Completion; done > before {
			before = done
		} else {
			t.Errorf("in %s: %d users, not more than %d", window, done, before)
		}
	}
}

func TestSegmentedFunnelHasStepsBySegment(t *testing.T) {
	s := start(t, 5000)
	got := ask[passages[map[string][]step]](s, path("/api/query/funnels",
		inDays("funnel_id", s.saved("Checkout"), "unit", "month", "on", `properties["plan"]`, "limit", "2")...))
	of := got.Data["2026-01-01"]
	if len(of) != 3 || len(of["$overall"]) != 4 || of["$overall"][0].Count <= of["free"][0].Count || of["free"][0].Count == 0 {
		t.Errorf("%+v", of)
	}
}

func TestFunnelsWithoutEventsAreZeros(t *testing.T) {
	s := start(t, 0)
	a := s.get(path("/api/query/funnels", "funnel_id", s.saved("First order"), "from_date", "2026-01-01", "to_date", "2026-01-01"))
	want := `{"meta":{"dates":["2026-01-01"]},"data":{"2026-01-01":{"steps":[` +
		`{"count":0,"goal":"Signup","event":"Signup","step_conv_ratio":1,"overall_conv_ratio":1,"avg_time":null,"avg_time_from_start":null},` +
		`{"count":0,"goal":"Order Placed","event":"Order Placed","step_conv_ratio":0,"overall_conv_ratio":0,"avg_time":null,"avg_time_from_start":null}],` +
		`"analysis":{"completion":0,"starting_amount":0,"steps":2,"worst":1}}}}` + "\n"
	if string(a.body) != want {
		t.Errorf("%s\nwant %s", a.body, want)
	}
}

func TestFunnelsRefuseBadParameters(t *testing.T) {
	s := start(t, 100)
	id := s.saved("Checkout")
	for _, pairs := range [][]string{
		inDays(), {"funnel_id", id}, inDays("funnel_id", "x"), inDays("funnel_id", id, "unit", "hour"), inDays("funnel_id", id, "unit", "day", "interval", "1"),
		inDays("funnel_id", id, "length", "91"), inDays("funnel_id", id, "length", "1", "length_unit", "week"), inDays("funnel_id", id, "length_unit", "day"),
		inDays("funnel_id", id, "on", "plan"), inDays("funnel_id", id, "where", "("), inDays("funnel_id", id, "limit", "0"),
	} {
		if a := s.get(path("/api/query/funnels", pairs...)); a.status != http.StatusBadRequest || a.message(t) == "" {
			t.Errorf("%q: %d %s, want 400", pairs, a.status, a.body)
		}
	}
	if a := s.get(path("/api/query/funnels", inDays("funnel_id", "7")...)); a.status != http.StatusNotFound || a.message(t) == "" {
		t.Errorf("another project's funnel: %d %s, want 404", a.status, a.body)
	}
}

func TestFunnelsAreEachProjectsOwn(t *testing.T) {
	s := start(t, 0, func(c *mpsim.Config) {
		c.Projects = append(c.Projects, mpsim.Project{ID: 2})
		c.Accounts[0].Roles[2] = mpsim.Analyst
	})
	id := s.saved("Checkout")
	if a := s.get("/api/query/funnels?project_id=2&from_date=2026-01-01&to_date=2026-01-02&funnel_id=" + id); a.status != http.StatusNotFound {
		t.Errorf("%d %s, want 404", a.status, a.body)
	}
}
