package report_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

func TestSumsTakeWhatIsNoNumberAsZero(t *testing.T) {
	tests := []struct {
		on      string
		average bool
		want    map[string]float64
	}{
		// 10 + 5.5 + nothing; "12" and true; nothing; -0.25.
		{`properties["amount"]`, false, map[string]float64{"2026-01-29": 15.5, "2026-01-30": 0, "2026-01-31": 0, "2026-02-01": 0, "2026-02-02": 0, "2026-02-03": -0.25}},
		// 15.5 over three events, the third of which adds nothing.
		{`properties["amount"]`, true, map[string]float64{"2026-01-29": 15.5 / 3, "2026-01-30": 0, "2026-01-31": 0, "2026-02-01": 0, "2026-02-02": 0, "2026-02-03": -0.25}},
		// number() reads "12" and makes true 1: 13 over two events.
		{`number(properties["amount"])`, true, map[string]float64{"2026-01-29": 15.5 / 3, "2026-01-30": 0, "2026-01-31": 0, "2026-02-01": 6.5, "2026-02-02": 0, "2026-02-03": -0.25}},
	}
	for _, tt := range tests {
		q := report.Sum{Event: "Buy", Span: days(t, "2026-01-29", "2026-02-03", report.Day), On: parse(t, tt.on), Average: tt.average}
		got, err := q.Answer(source(week))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s, average %v: %s", tt.on, tt.average, diff)
		}
	}
}

func TestSumsDoNotDependOnTheOrder(t *testing.T) {
	events := []report.Event{
		did("ana", "Buy", "2026-01-01 00:00:00", `"n":1e15`), did("ana", "Buy", "2026-01-01 00:00:00", `"n":0.1`),
		did("ana", "Buy", "2026-01-01 00:00:00", `"n":0.2`), did("ana", "Buy", "2026-01-01 00:00:00", `"n":-1e15`),
	}
	q := report.Sum{Event: "Buy", Span: days(t, "2026-01-01", "2026-01-01", report.Month), On: parse(t, `properties["n"]`)}
	for range 2 {
		got, err := q.Answer(source(events))
		if diff := cmp.Diff(map[string]float64{"2026-01-01": 0.3}, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		slices.Reverse(events)
	}
}

func TestRangesAreAtMostTenSteps(t *testing.T) {
	tests := []struct {
		values []string
		want   map[string]float64
	}{
		{nil, nil},
		{[]string{`3`, `3`}, map[string]float64{"3 - 4": 2}},
		// 0 to 10 in steps of 1: ten go in, so 1 is wide enough.
		{[]string{`0`, `0.5`, `1`, `10`}, map[string]float64{"0 - 1": 2, "1 - 2": 1, "10 - 11": 1}},
		// 0 to 10.5 needs steps of 2.
		{[]string{`0`, `10.5`, `-0.0`}, map[string]float64{"0 - 2": 2, "10 - 12": 1}},
		// 2000 to 2950: 950 / 100 is at most ten, 950 / 50 is not.
		{[]string{`2000`, `2099.99`, `2100`, `2950`}, map[string]float64{"2,000 - 2,100": 2, "2,100 - 2,200": 1, "2,900 - 3,000": 1}},
		{[]string{`-1500`, `1500000`}, map[string]float64{"-200,000 - 0": 1, "1,400,000 - 1,600,000": 1}},
		{[]string{`5`, `"6"`, `null`, `1e999`}, map[string]float64{"5 - 6": 1, "undefined": 3}},
	}
	for _, tt := range tests {
		var events []report.Event
		for _, value := range tt.values {
			events = append(events, did("ana", "Buy", "2026-01-01 00:00:00", `"n":`+value))
		}
		q := report.Numeric{Event: "Buy", Span: days(t, "2026-01-01", "2026-01-01", report.Day), Type: report.General, On: parse(t, `properties["n"]`)}
		series, err := q.Answer(source(events))
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]float64
		for segment, counts := range series.Values {
			if got == nil {
				got = map[string]float64{}
			}
			got[segment] = counts["2026-01-01"]
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v: %s", tt.values, diff)
		}
	}
}
