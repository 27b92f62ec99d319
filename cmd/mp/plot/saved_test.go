package plot

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
)

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

func TestASavedReportThatLacksWhatItsTypeHasIsDrawnAsItsTable(t *testing.T) {
	for series, kinds := range map[string][]string{
		`{"count":10}`:                            {result.ReportFunnel, result.ReportRetention},
		`{"first":10,"counts":5}`:                 {result.ReportFunnel, result.ReportRetention},
		`{"a":{"first":10,"day":3}}`:              {result.ReportFunnel, result.ReportRetention},
		`{"a":{"first":10,"counts":[10]}}`:        {result.ReportFunnel},
		`{"2026-01-01":{"count":3,"counts":[1]}}`: {result.ReportRetention},
		`{"2026-01-01":{"first":2,"counts":3}}`:   {result.ReportRetention},
	} {
		for _, kind := range kinds {
			report := savedReport(t, kind, series)
			want, wantErr := Of("x", report.Table())
			got, err := OfResult("x", report)
			got.Title, got.Question = "x", ""
			if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (wantErr == nil) {
				t.Errorf("%s of %s: %v, want %v\n%s", series, kind, err, wantErr, diff)
			}
		}
	}
}
