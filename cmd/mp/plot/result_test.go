package plot

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/mixpanel-data/mp/sdk/result"
)

// shape is what of a chart the tests below look at.
type shape struct {
	Kind   Kind
	Title  string
	Labels []string
	Series []Series
	Notes  []string
}

func wantShape(t *testing.T, answered result.Result, want shape) {
	t.Helper()
	chart, err := OfResult("mp query x", answered)
	if err != nil {
		t.Fatal(err)
	}
	got := shape{chart.Kind, chart.Title, chart.Labels, chart.Series, chart.Notes}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
	if chart.Title != "mp query x" && chart.Question != "mp query x" {
		t.Errorf("the question below the title is %q", chart.Question)
	}
}

func savedReport(t *testing.T, kind, series string) result.Result {
	t.Helper()
	return must[*result.SavedReportResult](t)(result.NewSavedReport(result.SavedReportFields{
		BookmarkID: 7, ReportType: kind, Series: []byte(series), FromDate: "2026-01-01T00:00:00-08:00", ToDate: "2026-01-31",
	}))
}

func TestSavedFunnelsAreBars(t *testing.T) {
	named := map[string]string{"of insights": "Checkout, "}
	want := shape{
		Bars, "saved funnel report 7, 2026-01-01 – 2026-01-31", []string{"1. Signup", "2. Buy"},
		[]Series{{"count", []float64{10, 4}}}, []string{"100.0%", "40.0%"},
	}
	for name, series := range map[string]string{
		"of insights": `{"Checkout":{"1. Signup":{"count":10,"step_conv_ratio":1},"2. Buy":{"count":4,"step_conv_ratio":0.4}}}`,
		"by date": `{"2026-01-01":{"steps":[{"count":7,"event":"Signup"},{"count":4,"event":"Buy"}],"analysis":{"steps":2}},
			"2026-01-02":{"steps":[{"count":3,"goal":"Signup"},{"count":0,"goal":"Buy"}]}}`,
		"by segment": `{"2026-01-01":{"$overall":{"steps":[{"count":10,"event":"Signup"},{"count":4,"event":"Buy"}]},
			"Chrome":{"steps":[{"count":9,"event":"Signup"},{"count":4,"event":"Buy"}]}}}`,
		"by segment without all": `{"2026-01-01":{"Opera":{"steps":[{"count":1,"event":"Signup"},{"count":0,"event":"Buy"}]},
			"Chrome":{"steps":[{"count":9,"event":"Signup"},{"count":4,"event":"Buy"}]}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			want := want
			want.Title = named[name] + want.Title
			wantShape(t, savedReport(t, result.ReportFunnel, series), want)
		})
	}
}

func TestTheTenthStepOfASavedFunnelIsTheTenth(t *testing.T) {
	chart, err := OfResult("x", savedReport(t, result.ReportFunnel, `{"f":{"1. a":{"count":2},"10. j":{"count":0},"2. b":{"count":0}}}`))
	if diff := cmp.Diff([]string{"1. a", "2. b", "10. j"}, chart.Labels); err != nil || diff != "" || chart.Notes[2] != "0.0%" {
		t.Errorf("%v, %v\n%s", err, chart.Notes, diff)
	}
}

func TestSavedRetentionIsAGrid(t *testing.T) {
	named := map[string]string{"of insights": "Signup and then any, "}
	want := shape{
		Kind: Grid, Title: "saved retention report 7, 2026-01-01 – 2026-01-31", Labels: []string{"0", "1"},
		Series: []Series{{"2026-01-01", []float64{1, 0.5}}, {"2026-01-02", []float64{0, math.NaN()}}},
	}
	for name, series := range map[string]string{
		"of insights": `{"Signup and then any":{"2026-01-01T00:00:00-08:00":{"$overall":{"first":10,"counts":[10,5],"rates":[1,0.5]}},
			"2026-01-02T00:00:00-08:00":{"$overall":{"first":0,"counts":[0]}}}}`,
		"by date": `{"2026-01-01":{"first":10,"counts":[10,5]},"2026-01-02":{"first":0,"counts":[0]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			want := want
			want.Title = named[name] + want.Title
			wantShape(t, savedReport(t, result.ReportRetention, series), want)
		})
	}
}

func TestASavedReportOfAnotherFormIsDrawnAsItsTable(t *testing.T) {
	for _, kind := range []string{result.ReportFunnel, result.ReportRetention, result.ReportInsights} {
		chart, err := OfResult("x", savedReport(t, kind, `{"a":{"2026-01-01":3,"2026-01-02":4}}`))
		if err != nil || chart.empty() {
			t.Errorf("%s: %v, %v", kind, err, chart)
		}
		if chart, err := OfResult("x", savedReport(t, kind, `{}`)); err != nil || !chart.empty() {
			t.Errorf("%s, empty: %v, %v", kind, err, chart)
		}
	}
}

func TestAFlowHasABarForEachWay(t *testing.T) {
	steps := `[{"nodes":[{"event":"View","type":"ANCHOR","totalCount":"4","edges":[{"event":"Buy","type":"NORMAL","totalCount":"1"},
		{"event":"$end","type":"DROPOFF","totalCount":"3"}]}]},{"nodes":[{"event":"Buy","type":"NORMAL","totalCount":"1"}]}]`
	flows := must[*result.FlowsResult](t)(result.NewFlows(result.FlowsFields{BookmarkID: 7, Steps: []byte(steps)}))
	wantShape(t, flows, shape{
		Kind: Bars, Title: "flows report 7", Labels: []string{"1. View → Buy", "1. View → $end", "2. Buy"},
		Series: []Series{{"count", []float64{1, 3, 1}}},
	})
}

func TestTheFiguresOfANumberAreThoseOfItsUnit(t *testing.T) {
	summary := must[*result.NumericPropertySummaryResult](t)(result.NewNumericPropertySummary(result.NumericPropertySummaryFields{
		Event: "Buy", PropertyName: "amount", FromDate: "2026-01-01", ToDate: "2026-01-31",
		Count: 3, Min: 1, Max: 9, Sum: 15, Avg: 5, Stddev: 3, Percentiles: map[float64]float64{50: 5},
	}))
	wantShape(t, summary, shape{
		Kind: Bars, Title: "Buy: figures of amount, 2026-01-01 – 2026-01-31", Labels: []string{"min", "max", "avg", "p50"},
		Series: []Series{{"value", []float64{1, 9, 5, 5}}},
	})
}

func TestAComparisonHasBothAnswers(t *testing.T) {
	there := segments(t, 3, "Portugal", "Spain")
	wantShape(t, result.NewComparison(segments(t, 3, "Portugal", "Spain"), there), shape{
		Kind: Lines, Title: "mp query x", Labels: []string{"2026-01-01", "2026-01-02", "2026-01-03"},
		Series: []Series{
			{"Portugal · local", []float64{2000, 2001, 2004}}, {"Portugal · live", []float64{2000, 2001, 2004}},
			{"Spain · local", []float64{1000, 1002, 1008}}, {"Spain · live", []float64{1000, 1002, 1008}},
		},
	})
	chart, err := OfResult("x", result.NewComparison(funnel(t), funnel(t)))
	if err != nil || chart.Kind != Bars || len(chart.Labels) != 6 || !strings.Contains(chart.LeftOut, "not drawn: conversion_rate") {
		t.Errorf("%v, %+v", err, chart)
	}
}

func TestATitleSaysWhatTheResultIsAbout(t *testing.T) {
	for want, answered := range map[string]result.Result{
		"Sign Up by country, daily, 2026-01-01 – 2026-01-03":        segments(t, 3, "a", "b"),
		"Sign Up, daily, 2026-01-01":                                segments(t, 1, result.TotalSegment),
		"Buy funnel, 2026-01-01 – 2026-01-31":                       funnel(t),
		"Sign Up → Login retention, daily, 2026-01-01 – 2026-01-31": retention(t, 3),
		"all events: users by how many hours they did it in, weekly, 2026-01-01 – 2026-01-31": must[*result.FrequencyResult](t)(
			result.NewFrequency(result.FrequencyFields{FromDate: "2026-01-01", ToDate: "2026-01-31", Unit: "week", AddictionUnit: "hour"})),
		"View → Buy funnel, 2026-01-01": must[*result.FunnelResult](t)(result.NewFunnel(result.FunnelFields{
			FunnelID: 7, FromDate: "2026-01-01", ToDate: "2026-01-01", Steps: []result.StepFields{{Event: "View"}, {Event: "Buy"}},
		})),
	} {
		chart, err := OfResult("mp query x", answered)
		if err != nil || chart.Title != want || chart.Question != "mp query x" {
			t.Errorf("%v: %q over %q, want %q", err, chart.Title, chart.Question, want)
		}
		if text := chart.Text(80); !strings.HasPrefix(text, want+"\nmp query x\n") && len(want) < 80 {
			t.Errorf("drew\n%s", text)
		}
	}
}
