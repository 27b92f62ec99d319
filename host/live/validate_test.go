package live_test

import (
	"errors"
	"testing"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// question is what all questions have in common.
type question interface{ Validate() error }

const from, to = "2026-01-01", "2026-01-07"

func TestQuestionsWithNothingButTheirNeedsAreValid(t *testing.T) {
	for _, q := range []question{
		live.Segmentation{Event: "Signup", From: from, To: to},
		live.Segmentation{Event: "Signup", From: from, To: from, Unit: live.Minute, Limit: live.MaxSegments, On: "plan", Where: "true"},
		live.PropertyCounts{Event: "Signup", Property: "plan", From: from, To: to, Values: []string{""}},
		live.Funnel{ID: 1, From: from, To: to},
		live.Funnel{ID: 1, From: from, To: to, Length: 90 * 24 * 60 * 60, LengthUnit: live.Second},
		live.Funnel{Steps: []string{"A", "A"}, From: from, To: to},
		live.Retention{Born: "Signup", Return: "Login", From: from, To: to},
		live.Retention{Born: "Signup", Return: "Login", From: from, To: to, Interval: 90},
		live.Retention{Return: "Login", From: from, To: to, Compounded: true},
		live.Frequency{From: from, To: to},
		live.Numeric{Event: "a", From: from, To: to, On: "n", Unit: live.Hour},
		live.SavedReport{ID: 1},
		live.SavedReport{ID: 1, Type: live.RetentionReport, From: from, To: to},
	} {
		if err := q.Validate(); err != nil {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func TestAQuestionThatCannotBeAskedNamesTheParameter(t *testing.T) {
	for _, test := range []struct {
		argument string
		question question
	}{
		{"event", live.Segmentation{From: from, To: to}},
		{"born_event", live.Retention{Return: "a", From: from, To: to}},
		{"born_event", live.Retention{Born: "a", Return: "a", From: from, To: to, Compounded: true}},
		{"born_where", live.Retention{BornWhere: "true", Return: "a", From: from, To: to, Compounded: true}},
		{"event", live.Retention{From: from, To: to, Compounded: true}},
		{"event", live.Segmentation{Event: "\xff", From: from, To: to}},
		{"from_date", live.Segmentation{Event: "a", To: to}},
		{"to_date", live.Segmentation{Event: "a", From: from}},
		{"from_date", live.Segmentation{Event: "a", From: "2026-1-1", To: to}},
		{"to_date", live.Segmentation{Event: "a", From: from, To: "2026-02-30"}},
		{"from_date", live.Segmentation{Event: "a", From: to, To: from}},
		{"on", live.Segmentation{Event: "a", From: from, To: to, On: "  "}},
		{"where", live.Segmentation{Event: "a", From: from, To: to, Where: "\xff"}},
		{"unit", live.Segmentation{Event: "a", From: from, To: to, Unit: "year"}},
		{"unit", live.Segmentation{Event: "a", From: from, To: to, Unit: live.Hour, Type: live.Unique}},
		{"type", live.Segmentation{Event: "a", From: from, To: to, Type: "total"}},
		{"limit", live.Segmentation{Event: "a", From: from, To: to, Limit: -1}},
		{"limit", live.Segmentation{Event: "a", From: from, To: to, Limit: 10_001}},

		{"name", live.PropertyCounts{Event: "a", From: from, To: to}},
		{"values", live.PropertyCounts{Event: "a", Property: "p", From: from, To: to, Values: []string{"\xff"}}},
		{"unit", live.PropertyCounts{Event: "a", Property: "p", From: from, To: to, Unit: live.Second}},
		{"unit", live.PropertyCounts{Event: "a", Property: "p", From: from, To: to, Unit: live.Minute, Type: live.Unique}},

		{"funnel_id", live.Funnel{From: from, To: to}},
		{"funnel_id", live.Funnel{ID: -1, From: from, To: to}},
		{"steps", live.Funnel{ID: 1, Steps: []string{"a", "b"}, From: from, To: to}},
		{"steps", live.Funnel{Steps: []string{"a"}, From: from, To: to}},
		{"steps", live.Funnel{Steps: []string{"a", ""}, From: from, To: to}},
		{"steps", live.Funnel{Steps: make([]string, 101), From: from, To: to}},
		{"unit", live.Funnel{ID: 1, From: from, To: to, Unit: live.Hour}},
		{"length", live.Funnel{ID: 1, From: from, To: to, Length: 91}},
		{"length", live.Funnel{ID: 1, From: from, To: to, Length: -1}},
		{"length_unit", live.Funnel{ID: 1, From: from, To: to, LengthUnit: live.Week}},

		{"born_event", live.Retention{Return: "b", From: from, To: to}},
		{"event", live.Retention{Born: "a", From: from, To: to}},
		{"born_where", live.Retention{Born: "a", Return: "b", From: from, To: to, BornWhere: " "}},
		{"where", live.Retention{Born: "a", Return: "b", From: from, To: to, ReturnWhere: " "}},
		{"unit", live.Retention{Born: "a", Return: "b", From: from, To: to, Unit: live.Hour}},
		{"interval", live.Retention{Born: "a", Return: "b", From: from, To: to, Interval: 91}},
		{"interval", live.Retention{Born: "a", Return: "b", From: from, To: to, Interval: 2, Unit: live.Week}},
		{"interval_count", live.Retention{Born: "a", Return: "b", From: from, To: to, IntervalCount: -1}},

		{"unit", live.Frequency{From: from, To: to, Unit: live.Hour}},
		{"addiction_unit", live.Frequency{From: from, To: to, AddictionUnit: live.Week}},
		{"event", live.Frequency{From: from, To: to, Event: " "}},
		{"where", live.Frequency{From: from, To: to, Where: " "}},

		{"unit", live.Numeric{Event: "a", From: from, To: to, On: "n", Unit: live.Week}},
		{"unit", live.Numeric{Event: "a", From: from, To: to, On: "n", Unit: live.Hour, Type: live.Unique}},
		{"event", live.EventCounts{Events: []string{"a", " "}, From: from, To: to}},
		{"distinct_ids", live.ActivityFeed{DistinctIDs: []string{""}, From: from, To: to}},

		{"bookmark_id", live.SavedReport{}},
		{"type", live.SavedReport{ID: 1, Type: "flows"}},
		{"from_date", live.SavedReport{ID: 1, From: from}},
		{"to_date", live.SavedReport{ID: 1, To: to}},
		{"to_date", live.SavedReport{ID: 1, Type: live.FunnelsReport, From: from}},
	} {
		err := test.question.Validate()
		if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || invalid.Argument != test.argument || invalid.Reason == "" {
			t.Errorf("%T%+v: got %v, want a refusal of %s", test.question, test.question, err, test.argument)
		}
	}
}

func TestABareNameBecomesAnExpression(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "",
		"country":                         `properties["country"]`,
		"$browser":                        `properties["$browser"]`,
		"monthly fee (€)":                 `properties["monthly fee (€)"]`,
		`say "hi"`:                        `properties["say \"hi\""]`,
		`back\slash`:                      `properties["back\\slash"]`,
		"1 + 2":                           `properties["1 + 2"]`,
		"my properties":                   `properties["my properties"]`,
		`properties["country"]`:           `properties["country"]`,
		`properties [ 'country' ]`:        `properties [ 'country' ]`,
		`floor(number(user["age"]) / 10)`: `floor(number(user["age"]) / 10)`,
		`event["$time"]`:                  `event["$time"]`,
	} {
		if got := live.Expression(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
