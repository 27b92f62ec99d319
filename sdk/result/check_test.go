package result_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// wantRefusal checks that a constructor blames the field and makes nothing.
func wantRefusal[R any](t *testing.T, made *R, err error, field string) {
	t.Helper()
	bad, ok := errors.AsType[*mperr.InvalidArgument](err)
	if !ok || bad.Argument != field || bad.Reason == "" {
		t.Errorf("got %v, want an InvalidArgument of %s", err, field)
	}
	if made != nil {
		t.Errorf("%s: a result beside an error", field)
	}
}

func TestFetchIsRefused(t *testing.T) {
	for _, c := range []struct {
		field  string
		change func(*result.FetchFields)
	}{
		{"table", func(f *result.FetchFields) { f.Table = " " }},
		{"table", func(f *result.FetchFields) { f.Table = "a\xff" }},
		{"rows", func(f *result.FetchFields) { f.Rows = -1 }},
		{"type", func(f *result.FetchFields) { f.Type = "" }},
		{"type", func(f *result.FetchFields) { f.Type = "cohorts" }},
		{"duration_seconds", func(f *result.FetchFields) { f.Duration = -time.Nanosecond }},
		{"date_range", func(f *result.FetchFields) { f.FromDate = "" }},
		{"date_range", func(f *result.FetchFields) { f.ToDate = "" }},
		{"date_range", func(f *result.FetchFields) { f.FromDate = "2026-02-01" }},
		{"date_range", func(f *result.FetchFields) { f.ToDate = "2026-02-30" }},
		{"date_range", func(f *result.FetchFields) { f.FromDate = "2026-1-1" }},
		{"date_range", func(f *result.FetchFields) { f.Type = storage.Profiles }},
		{"fetched_at", func(f *result.FetchFields) { f.FetchedAt = time.Time{} }},
	} {
		fields := fetchFields()
		c.change(&fields)
		made, err := result.NewFetch(fields)
		wantRefusal(t, made, err, c.field)
	}
}

func TestSegmentationIsRefused(t *testing.T) {
	for _, c := range []struct {
		field  string
		change func(*result.SegmentationFields)
	}{
		{"event", func(f *result.SegmentationFields) { f.Event = "" }},
		{"from_date", func(f *result.SegmentationFields) { f.FromDate = "01/02/2026" }},
		{"to_date", func(f *result.SegmentationFields) { f.ToDate = "" }},
		{"to_date", func(f *result.SegmentationFields) { f.ToDate = "2025-12-31" }},
		{"unit", func(f *result.SegmentationFields) { f.Unit = "Day" }},
		{"type", func(f *result.SegmentationFields) { f.Type = "total" }},
		{"total", func(f *result.SegmentationFields) { f.Total = 0.5 }},
		{"total", func(f *result.SegmentationFields) { f.Total = math.NaN() }},
		{`series["US"]["2026-01-01"]`, func(f *result.SegmentationFields) { f.Series["US"]["2026-01-01"] = 0.5 }},
		{`series["US"]["2026-01-01"]`, func(f *result.SegmentationFields) { f.Series["US"]["2026-01-01"] = math.Inf(1); f.Type = "average" }},
		{"segment_property", func(f *result.SegmentationFields) { f.SegmentProperty = "\xff" }},
		{"total", func(f *result.SegmentationFields) { f.Total = -1 }},
		{`series["<b>日本 & \""]`, func(f *result.SegmentationFields) { delete(f.Series, ""); f.SegmentProperty = "" }},
		{`series["\xff"]`, func(f *result.SegmentationFields) { f.Series["\xff"] = nil }},
		{`series["US"]["2026-01-01"]`, func(f *result.SegmentationFields) { f.Series["US"]["2026-01-01"] = -1 }},
		{`series["US"]["monday"]`, func(f *result.SegmentationFields) { f.Series["US"]["monday"] = 1 }},
		{`series["US"]["2026-01-01x"]`, func(f *result.SegmentationFields) { f.Series["US"]["2026-01-01x"] = 1 }},
		{`series["US"][""]`, func(f *result.SegmentationFields) { f.Series["US"][""] = 1 }},
	} {
		fields := segmentationFields()
		c.change(&fields)
		made, err := result.NewSegmentation(fields)
		wantRefusal(t, made, err, c.field)
	}
}

func TestFunnelIsRefused(t *testing.T) {
	for _, c := range []struct {
		field  string
		change func(*result.FunnelFields)
	}{
		{"funnel_id", func(f *result.FunnelFields) { f.FunnelID = -1 }},
		{"funnel_name", func(f *result.FunnelFields) { f.FunnelName = "\xff" }},
		{"from_date", func(f *result.FunnelFields) { f.FromDate = "" }},
		{"to_date", func(f *result.FunnelFields) { f.ToDate = "2025-01-01" }},
		{"conversion_rate", func(f *result.FunnelFields) { f.ConversionRate = -0.01 }},
		{`segments["pro"]`, func(f *result.FunnelFields) { f.Segments = map[string][]result.StepFields{"pro": nil} }},
		{`segments["pro"][0].count`, func(f *result.FunnelFields) {
			f.SegmentProperty, f.Segments = "plan", map[string][]result.StepFields{"pro": {{Count: -1}}}
		}},
		{"conversion_rate", func(f *result.FunnelFields) { f.ConversionRate = 1.01 }},
		{"conversion_rate", func(f *result.FunnelFields) { f.ConversionRate = math.NaN() }},
		{"conversion_rate", func(f *result.FunnelFields) { f.ConversionRate = math.Inf(1) }},
		{"steps[1].event", func(f *result.FunnelFields) { f.Steps[1].Event = "\xff" }},
		{"steps[0].count", func(f *result.FunnelFields) { f.Steps[0].Count = -5 }},
		{"steps[1].conversion_rate", func(f *result.FunnelFields) { f.Steps[1].ConversionRate = 25 }},
	} {
		fields := funnelFields()
		c.change(&fields)
		made, err := result.NewFunnel(fields)
		wantRefusal(t, made, err, c.field)
	}
}

func TestRetentionIsRefused(t *testing.T) {
	for _, c := range []struct {
		field  string
		change func(*result.RetentionFields)
	}{
		{"born_event", func(f *result.RetentionFields) { f.BornEvent = "" }},
		{"return_event", func(f *result.RetentionFields) { f.ReturnEvent = "\t" }},
		{"from_date", func(f *result.RetentionFields) { f.FromDate = "2026" }},
		{"to_date", func(f *result.RetentionFields) { f.ToDate = "2025-12-31" }},
		{"unit", func(f *result.RetentionFields) { f.Unit = "" }},
		{"cohorts[0].date", func(f *result.RetentionFields) { f.Cohorts[0].Date = "soon" }},
		{"cohorts[1].size", func(f *result.RetentionFields) { f.Cohorts[1].Size = -1 }},
		{"cohorts[1].retention[2]", func(f *result.RetentionFields) { f.Cohorts[1].Retention[2] = 1.5 }},
		{"cohorts[0].retention[1]", func(f *result.RetentionFields) { f.Cohorts[0].Retention[1] = math.NaN() }},
	} {
		fields := retentionFields()
		c.change(&fields)
		made, err := result.NewRetention(fields)
		wantRefusal(t, made, err, c.field)
	}
}

func TestJQLIsRefused(t *testing.T) {
	for _, raw := range []string{"", " ", "null", `{"a":1}`, `"[]"`, "[", "[1,]", "[1] [2]", "[NaN]", "export terminated early"} {
		made, err := result.NewJQL(result.JQLFields{Raw: []byte(raw)})
		wantRefusal(t, made, err, "raw")
	}
}

func TestLimitsAreAllowed(t *testing.T) {
	fetch := fetchFields()
	fetch.Rows, fetch.Duration, fetch.FromDate, fetch.ToDate = 0, 0, "", ""
	if _, err := result.NewFetch(fetch); err != nil {
		t.Error(err)
	}
	fetch = fetchFields()
	fetch.Rows, fetch.Duration, fetch.ToDate = math.MaxInt64, math.MaxInt64, fetch.FromDate
	if _, err := result.NewFetch(fetch); err != nil {
		t.Error(err)
	}
	funnel := funnelFields()
	funnel.ConversionRate, funnel.Steps[0].ConversionRate, funnel.Steps[1].ConversionRate = 1, 0, 1
	if _, err := result.NewFunnel(funnel); err != nil {
		t.Error(err)
	}
}
