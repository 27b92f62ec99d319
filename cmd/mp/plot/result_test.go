package plot

import (
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
	chart, err := OfResult("x", result.NewComparison(retention(t, 3), retention(t, 3)))
	if err != nil || len(chart.Series) != 2 || chart.Series[0].Name != "cohort_size · local" || !strings.Contains(chart.LeftOut, "not drawn: period_0, ") {
		t.Errorf("%v, %+v", err, chart)
	}
	chart, err = OfResult("x", result.NewComparison(funnel(t), funnel(t)))
	if err != nil || chart.Kind != Bars || len(chart.Labels) != 6 || !strings.Contains(chart.LeftOut, "not drawn: conversion_rate") {
		t.Errorf("%v, %+v", err, chart)
	}
}
