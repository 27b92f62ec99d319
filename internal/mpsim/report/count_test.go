package report_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// week is from Thursday 2026-01-29 to Tuesday 2026-02-03.
var week = []report.Event{
	did("ana", "Buy", "2026-01-29 10:00:00", `"plan":"pro","amount":10`),
	did("ana", "Buy", "2026-01-29 11:00:00", `"plan":"pro","amount":5.5`),
	did("ben", "Buy", "2026-01-29 23:59:59", `"plan":null`),
	did("ben", "Buy", "2026-02-01 00:00:00", `"plan":7,"amount":"12"`),
	did("", "Buy", "2026-02-01 12:00:00", `"amount":true`),
	did("cid", "Buy", "2026-02-02 09:30:00", `"plan":7.0,"tags":["a","b","a"]`),
	did("cid", "Sell", "2026-02-02 09:31:00", `"tags":[]`),
	did("ana", "Buy", "2026-02-03 00:00:00", `"plan":true,"tags":["b",{"y":1,"x":[2]}],"amount":-0.25`),
	did("ana", "Buy", "2026-02-04 00:00:00", `"plan":"late"`),
}

type values = map[string]map[string]float64

func answer(t *testing.T, q report.Count, events []report.Event) report.Series {
	t.Helper()
	series, err := q.Answer(source(events))
	if err != nil {
		t.Fatal(err)
	}
	return series
}

func TestUnitsCutWeeksAtMondayAndMonthsAtTheirFirst(t *testing.T) {
	tests := []struct {
		unit  report.Unit
		every int
		want  report.Series
	}{
		{report.Day, 1, report.Series{
			Dates: []string{"2026-01-29", "2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03"},
			Values: values{
				"Buy":  {"2026-01-29": 3, "2026-02-01": 2, "2026-02-02": 1, "2026-02-03": 1},
				"Sell": {"2026-02-02": 1},
			}}},
		{report.Day, 4, report.Series{
			Dates:  []string{"2026-01-29", "2026-02-02"},
			Values: values{"Buy": {"2026-01-29": 5, "2026-02-02": 2}, "Sell": {"2026-02-02": 1}}}},
		{report.Week, 1, report.Series{
			Dates:  []string{"2026-01-26", "2026-02-02"},
			Values: values{"Buy": {"2026-01-26": 5, "2026-02-02": 2}, "Sell": {"2026-02-02": 1}}}},
		{report.Month, 1, report.Series{
			Dates:  []string{"2026-01-01", "2026-02-01"},
			Values: values{"Buy": {"2026-01-01": 3, "2026-02-01": 4}, "Sell": {"2026-02-01": 1}}}},
	}
	for _, tt := range tests {
		span := report.Days(day(t, "2026-01-29"), day(t, "2026-02-03"), tt.unit, tt.every)
		got := answer(t, report.Count{Events: []string{"Buy", "Sell"}, Span: span, Type: report.General}, week)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%d %s: %s", tt.every, tt.unit, diff)
		}
	}
}

func TestTypesCountEventsUsersAndEventsPerUser(t *testing.T) {
	for of, want := range map[report.Type]map[string]float64{
		report.General: {"2026-01-26": 5, "2026-02-02": 2},
		report.Unique:  {"2026-01-26": 2, "2026-02-02": 2},
		report.Average: {"2026-01-26": 2, "2026-02-02": 1}, // 4 events of 2 users, 2 of 2
	} {
		q := report.Count{Events: []string{"Buy"}, Span: days(t, "2026-01-29", "2026-02-03", report.Week), Type: of}
		if diff := cmp.Diff(values{"Buy": want}, answer(t, q, week).Values); diff != "" {
			t.Errorf("%s: %s", of, diff)
		}
	}
}

func TestHoursAndMinutesAreThoseOfTheClock(t *testing.T) {
	lisbon := zone(t, "Europe/Lisbon")
	once := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // 01:30, summer time
	events := []report.Event{
		shown("ana", "Buy", once.In(lisbon), ""),
		shown("ana", "Buy", once.Add(time.Hour).In(lisbon), ""), // 01:30 again
		shown("ana", "Buy", once.Add(2*time.Hour).In(lisbon), ""),
		shown("ana", "Buy", once.Add(22*time.Hour).In(lisbon), ""), // 22:30
		shown("ana", "Buy", once.Add(24*time.Hour).In(lisbon), ""), // next day, 00:30
	}
	q := report.Count{Events: []string{"Buy"}, Span: days(t, "2026-10-25", "2026-10-25", report.Hour), Type: report.General}
	got := answer(t, q, events)
	want := values{"Buy": {"2026-10-25 01:00:00": 2, "2026-10-25 02:00:00": 1, "2026-10-25 22:00:00": 1}}
	if diff := cmp.Diff(want, got.Values); diff != "" || len(got.Dates) != 24 || got.Dates[23] != "2026-10-25 23:00:00" {
		t.Errorf("%d labels; %s", len(got.Dates), diff)
	}
	q.Span = days(t, "2026-10-25", "2026-10-25", report.Minute)
	got = answer(t, q, events)
	if got.Values["Buy"]["2026-10-25 01:30:00"] != 2 || len(got.Dates) != 24*60 {
		t.Errorf("%d minutes, %v", len(got.Dates), got.Values)
	}
}

func TestDaysOfAZoneAreNotThoseOfUTC(t *testing.T) {
	events := []report.Event{
		in(zone(t, "Asia/Tokyo"), "ana", "Buy", "2026-01-02 00:10:00", ""),          // 1st in UTC
		in(zone(t, "America/Los_Angeles"), "ana", "Buy", "2026-01-02 23:50:00", ""), // 3rd in UTC
	}
	q := report.Count{Events: []string{"Buy"}, Span: days(t, "2026-01-02", "2026-01-02", report.Day), Type: report.General}
	if diff := cmp.Diff(values{"Buy": {"2026-01-02": 2}}, answer(t, q, events).Values); diff != "" {
		t.Error(diff)
	}
}

func TestSegmentsAreTheTextsOfValues(t *testing.T) {
	tests := []struct {
		on    string
		limit int
		want  values
	}{
		{`properties["plan"]`, 0, values{
			"pro": {"2026-01-29": 2}, "null": {"2026-01-29": 1}, "7": {"2026-02-01": 1, "2026-02-02": 1},
			"undefined": {"2026-02-01": 1}, "true": {"2026-02-03": 1}}},
		// Most events first, then by name: "7" and "pro" have two each.
		{`properties["plan"]`, 1, values{"7": {"2026-02-01": 1, "2026-02-02": 1}}},
		{`properties["plan"]`, 3, values{
			"pro": {"2026-01-29": 2}, "7": {"2026-02-01": 1, "2026-02-02": 1}, "null": {"2026-01-29": 1}}},
		// A list counts under each item, once; the object's names are sorted.
		{`properties["tags"]`, 0, values{
			"a": {"2026-02-02": 1}, "b": {"2026-02-02": 1, "2026-02-03": 1}, `{"x":[2],"y":1}`: {"2026-02-03": 1},
			"undefined": {"2026-01-29": 3, "2026-02-01": 2}}},
		{`properties["amount"] > 6`, 0, values{
			"true": {"2026-01-29": 1}, "false": {"2026-01-29": 1, "2026-02-03": 1},
			"undefined": {"2026-01-29": 1, "2026-02-01": 2, "2026-02-02": 1}}},
		{`properties["distinct_id"]`, 1, values{"ana": {"2026-01-29": 2, "2026-02-03": 1}}},
	}
	for _, tt := range tests {
		q := report.Count{
			Events: []string{"Buy"}, Span: days(t, "2026-01-29", "2026-02-03", report.Day), Type: report.General,
			By: report.ByExpr(parse(t, tt.on)), Limit: tt.limit,
		}
		if diff := cmp.Diff(tt.want, answer(t, q, week).Values); diff != "" {
			t.Errorf("%s: %s", tt.on, diff)
		}
	}
}

func TestEmptyListsAreUndefined(t *testing.T) {
	q := report.Count{Events: []string{"Sell"}, Span: days(t, "2026-01-29", "2026-02-03", report.Month), Type: report.Unique, By: report.ByProperty("tags")}
	if diff := cmp.Diff(values{"undefined": {"2026-02-01": 1}}, answer(t, q, week).Values); diff != "" {
		t.Error(diff)
	}
}

func TestUsersOfASegmentMayBeNone(t *testing.T) {
	q := report.Count{
		Events: []string{"Buy"}, Span: days(t, "2026-02-01", "2026-02-01", report.Day), Type: report.Unique,
		By: report.ByProperty("plan"), Only: []string{"undefined", "7"},
	}
	if diff := cmp.Diff(values{"7": {"2026-02-01": 1}, "undefined": {}}, answer(t, q, week).Values); diff != "" {
		t.Error(diff)
	}
}

func TestWhereKeepsWhatIsTrue(t *testing.T) {
	q := report.Count{
		Events: []string{"Buy", "Sell"}, Span: days(t, "2026-01-29", "2026-02-03", report.Month), Type: report.General,
		Where: parse(t, `properties["amount"] < 6 or properties["$event_name"] == "Sell"`),
	}
	if diff := cmp.Diff(values{"Buy": {"2026-01-01": 1, "2026-02-01": 1}, "Sell": {"2026-02-01": 1}}, answer(t, q, week).Values); diff != "" {
		t.Error(diff)
	}
}

func TestNamesThatNeverHappenedAreEmpty(t *testing.T) {
	q := report.Count{Events: []string{"Nothing"}, Span: days(t, "2026-01-29", "2026-01-30", report.Day), Type: report.Average}
	want := report.Series{Dates: []string{"2026-01-29", "2026-01-30"}, Values: values{"Nothing": {}}}
	if diff := cmp.Diff(want, answer(t, q, week)); diff != "" {
		t.Error(diff)
	}
}

func TestAnEventThatAnExpressionErrsOnFailsTheReport(t *testing.T) {
	q := report.Count{Events: []string{"Buy"}, Span: days(t, "2026-01-29", "2026-02-03", report.Day), Type: report.General}
	q.Where = parse(t, `properties["plan"] and true`)
	var operand *expr.OperandError
	if _, err := q.Answer(source(week)); !errors.As(err, &operand) {
		t.Errorf("where: %v", err)
	}
	q.Where, q.By = nil, report.ByExpr(parse(t, `properties["plan"] and true`))
	if _, err := q.Answer(source(week)); !errors.As(err, &operand) {
		t.Errorf("on: %v", err)
	}
	q.Events = []string{"Other"} // whose expressions nobody evaluates
	if _, err := q.Answer(source(week)); err != nil {
		t.Error(err)
	}
}

func TestLastUnitsEndWithTheCurrentOne(t *testing.T) {
	now := time.Date(2026, 2, 3, 14, 45, 0, 0, time.UTC).UnixMilli() // a Tuesday
	for unit, want := range map[report.Unit][]string{
		report.Minute: {"2026-02-03 14:44:00", "2026-02-03 14:45:00"},
		report.Hour:   {"2026-02-03 13:00:00", "2026-02-03 14:00:00"},
		report.Day:    {"2026-02-02", "2026-02-03"},
		report.Week:   {"2026-01-26", "2026-02-02"},
		report.Month:  {"2026-01-01", "2026-02-01"},
	} {
		q := report.Count{Events: []string{"Buy"}, Span: report.Last(2, unit, now), Type: report.General}
		if diff := cmp.Diff(want, answer(t, q, nil).Dates); diff != "" {
			t.Errorf("%s: %s", unit, diff)
		}
	}
}
