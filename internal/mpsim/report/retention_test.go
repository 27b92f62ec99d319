package report_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// retained asks for those who Join on 2026-01-01 or 02 and Buy in the two days
// after the first, by date.
func retained(t *testing.T, events []report.Event, change ...func(*report.Retention)) map[string]map[string]report.Cohort {
	t.Helper()
	q := report.Retention{
		Span: days(t, "2026-01-01", "2026-01-02", report.Day), Born: "Join", Event: "Buy",
		Interval: report.Day.IntervalMillis(1), Count: 2,
	}
	for _, f := range change {
		f(&q)
	}
	cohorts, err := q.Answer(source(events))
	if err != nil {
		t.Fatal(err)
	}
	return cohorts.Of
}

// overall are cohorts of everyone.
func overall(first, second report.Cohort) map[string]map[string]report.Cohort {
	return map[string]map[string]report.Cohort{
		"2026-01-01": {report.Overall: first}, "2026-01-02": {report.Overall: second},
	}
}

// joined has ana of the 1st and ben and cid of the 2nd.
var joined = []report.Event{
	did("ana", "Buy", "2026-01-01 09:00:00", ""), // before joining
	did("ana", "Buy", "2026-01-01 10:00:00", ""), // when joining
	did("ana", "Join", "2026-01-01 10:00:00", `"by":"mail"`),
	did("ana", "Join", "2026-01-02 10:00:00", ""),                // again, no birth
	did("ana", "Buy", "2026-01-02 09:59:59.999", `"plan":"pro"`), // interval 0
	did("ana", "Buy", "2026-01-03 10:00:00", `"plan":"free"`),    // interval 2
	did("ana", "Buy", "2026-01-04 10:00:00", `"plan":"free"`),    // interval 3
	did("ben", "Buy", "2026-01-03 20:00:00", `"plan":"pro"`),     // interval 1
	did("ben", "Join", "2026-01-02 20:00:00", ""),
	did("ben", "Look", "2026-01-02 20:00:01", ""),
	did("cid", "Join", "2026-01-02 00:00:00", ""),
	did("dan", "Join", "2026-01-03 00:00:00", ""), // after the last day
	did("", "Join", "2026-01-01 00:00:00", ""),
	did("", "Buy", "2026-01-01 00:00:01", ""),
}

func TestRetentionCountsFromEachUsersBirth(t *testing.T) {
	tests := []struct {
		name   string
		change func(*report.Retention)
		want   map[string]map[string]report.Cohort
	}{
		{"birth", func(*report.Retention) {}, overall(
			report.Cohort{First: 1, Counts: []int{1, 0, 1}}, report.Cohort{First: 2, Counts: []int{0, 1, 0}})},
		{"on or later", func(q *report.Retention) { q.Unbounded = true }, overall(
			report.Cohort{First: 1, Counts: []int{1, 1, 1}}, report.Cohort{First: 2, Counts: []int{1, 1, 0}})},
		{"any event", func(q *report.Retention) { q.Event = "" }, overall(
			// ana: the 1st of ana's second Join is interval 1.
			report.Cohort{First: 1, Counts: []int{1, 1, 1}}, report.Cohort{First: 2, Counts: []int{1, 1, 0}})},
		{"born where", func(q *report.Retention) { q.BornWhere = parse(t, `properties["by"] == "mail"`) }, overall(
			report.Cohort{First: 1, Counts: []int{1, 0, 1}}, report.Cohort{Counts: []int{0, 0, 0}})},
		{"returns where", func(q *report.Retention) { q.Where = parse(t, `properties["plan"] == "pro"`) }, overall(
			report.Cohort{First: 1, Counts: []int{1, 0, 0}}, report.Cohort{First: 2, Counts: []int{0, 1, 0}})},
		{"two days long", func(q *report.Retention) { q.Interval = report.Day.IntervalMillis(2); q.Count = 1 }, overall(
			report.Cohort{First: 1, Counts: []int{1, 1}}, report.Cohort{First: 2, Counts: []int{1, 0}})},
		// Buyers: ana on the 1st from 09:00 (10:00 and the next day's 09:59:59.999
		// are 1 h and 24 h 59 min later, the 3rd 49 h, the 4th 73 h) and on the 2nd
		// from 09:59:59.999 (24 h and 48 h later); ben on the 3rd only.
		{"compounded", func(q *report.Retention) { q.Compounded, q.Born = true, "" }, overall(
			report.Cohort{First: 1, Counts: []int{1, 1, 1}}, report.Cohort{First: 1, Counts: []int{0, 1, 1}})},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, retained(t, joined, tt.change)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestRetentionSegmentsAreThoseOfReturns(t *testing.T) {
	on := func(limit int) func(*report.Retention) {
		return func(q *report.Retention) { q.On, q.Limit = parse(t, `properties["plan"]`), limit }
	}
	want := map[string]map[string]report.Cohort{
		"2026-01-01": {
			report.Overall: {First: 1, Counts: []int{1, 0, 1}}, "pro": {First: 1, Counts: []int{1, 0, 0}},
			"free": {First: 1, Counts: []int{0, 0, 1}}, "undefined": {First: 1, Counts: []int{0, 0, 0}}},
		"2026-01-02": {
			report.Overall: {First: 2, Counts: []int{0, 1, 0}}, "pro": {First: 2, Counts: []int{0, 1, 0}},
			"free": {First: 2, Counts: []int{0, 0, 0}}, "undefined": {First: 2, Counts: []int{0, 0, 0}}},
	}
	if diff := cmp.Diff(want, retained(t, joined, on(0))); diff != "" {
		t.Error(diff)
	}
	for _, date := range want {
		delete(date, "free")
		delete(date, "undefined")
	}
	if diff := cmp.Diff(want, retained(t, joined, on(1))); diff != "" {
		t.Error(diff)
	}
}

func TestRetentionDaysAreTwentyFourHours(t *testing.T) {
	// Clocks go back at 02:00 of 2026-10-25, so that noon comes 25 hours later.
	lisbon := zone(t, "Europe/Lisbon")
	events := []report.Event{
		in(lisbon, "ana", "Join", "2026-10-24 12:00:00", ""), in(lisbon, "ana", "Buy", "2026-10-25 11:30:00", ""),
		in(lisbon, "ben", "Join", "2026-10-24 12:00:00", ""), in(lisbon, "ben", "Buy", "2026-10-25 10:59:59", ""),
	}
	q := report.Retention{
		Span: days(t, "2026-10-24", "2026-10-24", report.Week), Born: "Join", Event: "Buy",
		Interval: (24 * time.Hour).Milliseconds(), Count: 1,
	}
	cohorts, err := q.Answer(source(events))
	want := map[string]map[string]report.Cohort{"2026-10-19": {report.Overall: {First: 2, Counts: []int{1, 1}}}}
	if diff := cmp.Diff(want, cohorts.Of); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestIntervalsOfMonthsAreThirtyDays(t *testing.T) {
	for unit, want := range map[report.Unit]time.Duration{
		report.Day: 48 * time.Hour, report.Week: 14 * 24 * time.Hour, report.Month: 60 * 24 * time.Hour,
	} {
		if got := unit.IntervalMillis(2); got != want.Milliseconds() {
			t.Errorf("two %ss are %d ms", unit, got)
		}
	}
}

func TestFrequencyCountsUsersByHoursAndDays(t *testing.T) {
	lisbon := zone(t, "Europe/Lisbon")
	again := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // 01:30; an hour later it is 01:30 again
	events := []report.Event{
		shown("ana", "Buy", again.In(lisbon), `"plan":"pro"`), shown("ana", "Buy", again.Add(time.Hour).In(lisbon), `"plan":"pro"`),
		shown("ana", "Look", again.Add(2*time.Hour).In(lisbon), ""),
		in(lisbon, "ana", "Buy", "2026-10-24 23:59:59", `"plan":"pro"`), in(lisbon, "ana", "Buy", "2026-10-23 00:00:00", ""), // a Friday, outside
		in(lisbon, "ben", "Buy", "2026-10-25 23:00:00", `"plan":"free"`), in(lisbon, "", "Buy", "2026-10-25 23:00:00", ""),
		in(lisbon, "ben", "Buy", "2026-10-26 00:00:00", ""), // a Monday
	}
	padded := func(length int, counts ...int) []int { return append(counts, make([]int, length-len(counts))...) }
	tests := []struct {
		name       string
		unit, each report.Unit
		change     func(*report.Addiction)
		want       map[string]map[string][]int
	}{
		{"hours of days", report.Day, report.Hour, func(*report.Addiction) {}, map[string]map[string][]int{
			"2026-10-24": {report.Overall: padded(24, 1)}, "2026-10-25": {report.Overall: padded(24, 2, 1)},
			"2026-10-26": {report.Overall: padded(24, 1)}}},
		{"hours of one event", report.Day, report.Hour, func(q *report.Addiction) { q.Event = "Buy" }, map[string]map[string][]int{
			"2026-10-24": {report.Overall: padded(24, 1)}, "2026-10-25": {report.Overall: padded(24, 2)},
			"2026-10-26": {report.Overall: padded(24, 1)}}},
		{"days of weeks", report.Week, report.Day, func(*report.Addiction) {}, map[string]map[string][]int{
			"2026-10-19": {report.Overall: padded(7, 2, 1)}, "2026-10-26": {report.Overall: padded(7, 1)}}},
		{"days of months", report.Month, report.Day, func(*report.Addiction) {}, map[string]map[string][]int{
			"2026-10-01": {report.Overall: padded(31, 2, 2)}}},
		{"hours of months", report.Month, report.Hour, func(q *report.Addiction) {
			q.Where = parse(t, `defined(properties["plan"])`)
		}, map[string]map[string][]int{"2026-10-01": {report.Overall: padded(744, 2, 1)}}},
		{"days of days", report.Day, report.Day, func(q *report.Addiction) { q.Event = "Look" }, map[string]map[string][]int{
			"2026-10-24": {report.Overall: {0}}, "2026-10-25": {report.Overall: {1}}, "2026-10-26": {report.Overall: {0}}}},
		// Three events of pro, two undefined, one of free.
		{"segments", report.Week, report.Day, func(q *report.Addiction) {
			q.On, q.Limit = parse(t, `properties["plan"]`), 2
		}, map[string]map[string][]int{
			"2026-10-19": {report.Overall: padded(7, 2, 1), "pro": padded(7, 1, 1), "undefined": padded(7, 1)},
			"2026-10-26": {report.Overall: padded(7, 1), "pro": padded(7), "undefined": padded(7, 1)}}},
	}
	for _, tt := range tests {
		q := report.Addiction{Span: days(t, "2026-10-24", "2026-10-26", tt.unit), Unit: tt.each}
		tt.change(&q)
		frequencies, err := q.Answer(source(events))
		if diff := cmp.Diff(tt.want, frequencies.Of); err != nil || diff != "" {
			t.Errorf("%s: %v %s", tt.name, err, diff)
		}
	}
}
