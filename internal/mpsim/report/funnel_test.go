package report_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// through follows users through View, Cart, Buy within an hour, on the first two
// days of 2026, and returns the passages of everyone by date.
func through(t *testing.T, events []report.Event, change ...func(*report.Funnel)) map[string]map[string]report.Passage {
	t.Helper()
	q := report.Funnel{Steps: []string{"View", "Cart", "Buy"}, Span: days(t, "2026-01-01", "2026-01-02", report.Day), Length: time.Hour}
	for _, f := range change {
		f(&q)
	}
	passages, err := q.Answer(source(events))
	if err != nil {
		t.Fatal(err)
	}
	return passages.Of
}

// reached returns how many users reached each step on the first day.
func reached(of map[string]map[string]report.Passage) []int {
	var users []int
	for _, stage := range of["2026-01-01"][report.Overall] {
		users = append(users, stage.Users)
	}
	return users
}

func TestFunnelsFollowUsersFromTheirFirstEntry(t *testing.T) {
	tests := []struct {
		name   string
		events []report.Event
		want   []int
	}{
		{"nobody", nil, []int{0, 0, 0}},
		{"all steps, others between", []report.Event{
			did("ana", "View", "2026-01-01 10:00:00", ""), did("ana", "Other", "2026-01-01 10:01:00", ""),
			did("ana", "Cart", "2026-01-01 10:02:00", ""), did("ana", "Buy", "2026-01-01 10:03:00", "")}, []int{1, 1, 1}},
		{"rows in any order", []report.Event{
			did("ana", "Buy", "2026-01-01 10:03:00", ""), did("ana", "Cart", "2026-01-01 10:02:00", ""),
			did("ana", "View", "2026-01-01 10:00:00", "")}, []int{1, 1, 1}},
		{"a step missing", []report.Event{
			did("ana", "View", "2026-01-01 10:00:00", ""), did("ana", "Buy", "2026-01-01 10:03:00", "")}, []int{1, 0, 0}},
		{"steps in the wrong order", []report.Event{
			did("ana", "View", "2026-01-01 10:00:00", ""), did("ana", "Buy", "2026-01-01 10:01:00", ""),
			did("ana", "Cart", "2026-01-01 10:02:00", "")}, []int{1, 1, 0}},
		{"two seconds too early", []report.Event{
			did("ana", "View", "2026-01-01 10:00:02", ""), did("ana", "Cart", "2026-01-01 10:00:00", ""),
			did("ana", "Buy", "2026-01-01 10:00:00.5", "")}, []int{1, 1, 1}},
		{"more than two seconds too early", []report.Event{
			did("ana", "View", "2026-01-01 10:00:02", ""), did("ana", "Cart", "2026-01-01 09:59:59.999", "")}, []int{1, 0, 0}},
		{"at the end of the window", []report.Event{
			did("ana", "View", "2026-01-01 10:00:00", ""), did("ana", "Cart", "2026-01-01 11:00:00", ""),
			did("ana", "Buy", "2026-01-01 11:00:00.001", "")}, []int{1, 1, 0}},
		{"a later entry is not tried", []report.Event{
			did("ana", "View", "2026-01-01 10:00:00", ""), did("ana", "View", "2026-01-01 10:30:00", ""),
			did("ana", "Cart", "2026-01-01 10:45:00", ""), did("ana", "Buy", "2026-01-01 11:15:00", "")}, []int{1, 1, 0}},
		{"past the last day", []report.Event{
			did("ana", "View", "2026-01-01 10:00:00", ""), did("ben", "View", "2026-01-02 23:50:00", ""),
			did("ben", "Cart", "2026-01-03 00:10:00", "")}, []int{1, 0, 0}},
		{"entered before the first day", []report.Event{
			did("ana", "View", "2025-12-31 23:59:59", ""), did("ana", "Cart", "2026-01-01 00:10:00", "")}, []int{0, 0, 0}},
		{"a step on the day before", []report.Event{
			did("ana", "View", "2026-01-01 00:00:01", ""), did("ana", "Cart", "2025-12-31 23:59:59.5", "")}, []int{1, 0, 0}},
		{"events of nobody", []report.Event{
			did("", "View", "2026-01-01 10:00:00", ""), did("", "Cart", "2026-01-01 10:00:00", "")}, []int{0, 0, 0}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, reached(through(t, tt.events))); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestFunnelCountsAUserOnceOnTheDateOfTheEntry(t *testing.T) {
	of := through(t, []report.Event{
		did("ana", "View", "2026-01-01 23:30:00", ""), did("ana", "Cart", "2026-01-02 00:10:00", ""),
		did("ana", "View", "2026-01-02 10:00:00", ""), did("ana", "Cart", "2026-01-02 10:10:00", ""),
		did("ben", "View", "2026-01-02 10:00:00", ""),
	})
	want := map[string]map[string]report.Passage{
		"2026-01-01": {report.Overall: {{Users: 1}, {Users: 1, FromPrior: 40 * time.Minute, FromStart: 40 * time.Minute}, {}}},
		"2026-01-02": {report.Overall: {{Users: 1}, {}, {}}},
	}
	if diff := cmp.Diff(want, of); diff != "" {
		t.Error(diff)
	}
}

func TestFunnelTimesNeverRunBackwards(t *testing.T) {
	of := through(t, []report.Event{
		did("ana", "View", "2026-01-01 10:00:00", ""),
		did("ana", "Cart", "2026-01-01 10:10:00", ""),
		did("ana", "Buy", "2026-01-01 10:09:58", ""), // two seconds before the cart
		did("ben", "View", "2026-01-01 10:00:00", ""),
		did("ben", "Cart", "2026-01-01 10:00:30", ""),
		did("ben", "Buy", "2026-01-01 10:01:30.250", ""),
	})
	want := report.Passage{
		{Users: 2},
		{Users: 2, FromPrior: 10*time.Minute + 30*time.Second, FromStart: 10*time.Minute + 30*time.Second},
		{Users: 2, FromPrior: 60250 * time.Millisecond, FromStart: 10*time.Minute + 90250*time.Millisecond},
	}
	if diff := cmp.Diff(want, of["2026-01-01"][report.Overall]); diff != "" {
		t.Error(diff)
	}
}

func TestAnEventDoesOneStepOnly(t *testing.T) {
	twice := func(q *report.Funnel) { q.Steps = []string{"Buy", "Buy"} }
	one := []report.Event{did("ana", "Buy", "2026-01-01 10:00:00", "")}
	if diff := cmp.Diff([]int{1, 0}, reached(through(t, one, twice))); diff != "" {
		t.Error(diff)
	}
	two := slices.Repeat(one, 2)
	if diff := cmp.Diff([]int{1, 1}, reached(through(t, two, twice))); diff != "" {
		t.Error(diff)
	}
}

func TestFunnelSegmentsAreThoseOfTheEntry(t *testing.T) {
	first := did("ana", "View", "2026-01-01 10:00:00", `"on":"z"`)
	first.InsertID = "1"
	second := did("ana", "View", "2026-01-01 10:00:00", `"on":"a"`) // same instant, later id
	second.InsertID = "2"
	events := []report.Event{
		second, first, did("ana", "Cart", "2026-01-01 10:01:00", `"on":"other"`),
		did("ben", "View", "2026-01-01 10:00:00", `"on":["z","y"]`),
		did("cid", "View", "2026-01-01 10:00:00", ""),
		did("dan", "View", "2026-01-02 10:00:00", `"on":"y"`),
	}
	segmented := func(limit int) func(*report.Funnel) {
		return func(q *report.Funnel) {
			q.On, q.Limit, q.Steps = parse(t, `properties["on"]`), limit, []string{"View", "Cart"}
		}
	}
	done := report.Stage{Users: 1, FromPrior: time.Minute, FromStart: time.Minute}
	want := map[string]map[string]report.Passage{
		"2026-01-01": {
			report.Overall: {{Users: 3}, done}, "z": {{Users: 2}, done}, "y": {{Users: 1}, {}}, "undefined": {{Users: 1}, {}}},
		"2026-01-02": {report.Overall: {{Users: 1}, {}}, "y": {{Users: 1}, {}}},
	}
	if diff := cmp.Diff(want, through(t, events, segmented(0))); diff != "" {
		t.Error(diff)
	}
	// y and z have two entries each.
	delete(want["2026-01-01"], "undefined")
	delete(want["2026-01-01"], "z")
	if diff := cmp.Diff(want, through(t, events, segmented(1))); diff != "" {
		t.Error(diff)
	}
}

func TestFunnelWhereFiltersEveryStep(t *testing.T) {
	events := []report.Event{
		did("ana", "View", "2026-01-01 10:00:00", `"n":1`), did("ana", "Cart", "2026-01-01 10:01:00", `"n":2`),
		did("ana", "View", "2026-01-01 10:02:00", `"n":2`), did("ana", "Cart", "2026-01-01 10:03:00", `"n":1`),
		did("ana", "Buy", "2026-01-01 10:04:00", `"n":2`),
	}
	got := reached(through(t, events, func(q *report.Funnel) { q.Where = parse(t, `properties["n"] == 2`) }))
	if diff := cmp.Diff([]int{1, 0, 0}, got); diff != "" { // the cart came before the view
		t.Error(diff)
	}
}
