package result_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
)

func eventCountsFields() result.EventCountsFields {
	return result.EventCountsFields{
		Events: []string{"Sign Up", "Login"}, FromDate: "2026-01-01", ToDate: "2026-01-02", Unit: "hour", Type: "general",
		Series: result.Series{"Sign Up": {"2026-01-01 01:00:00": 2, "2026-01-01 00:00:00": 1}, "Login": {"2026-01-01 00:00:00": 0}},
	}
}

func propertyCountsFields() result.PropertyCountsFields {
	return result.PropertyCountsFields{
		Event: "Sign Up", PropertyName: "plan", FromDate: "2026-01-01", ToDate: "2026-01-02", Unit: "day", Type: "average",
		Series: result.Series{"pro": {"2026-01-02": 1.5, "2026-01-01": 2}, "": {"2026-01-01": 0}},
	}
}

func numericFields() result.NumericFields {
	return result.NumericFields{
		Event: "Order", FromDate: "2026-01-01", ToDate: "2026-01-02", PropertyExpr: `properties["amount"]`, Unit: "day",
	}
}

func numericBucketFields() result.NumericBucketFields {
	return result.NumericBucketFields{NumericFields: numericFields(), Series: result.Series{
		"2,000 - 2,100": {"2026-01-01": 1}, "100 - 200": {"2026-01-02": 4, "2026-01-01": 3}, "-5 - 0": {"2026-01-02": 2}, "other": {"2026-01-01": 7},
	}}
}

func numericSumFields() result.NumericSumFields {
	return result.NumericSumFields{
		NumericFields: numericFields(), Results: map[string]float64{"2026-01-02": -88.5, "2026-01-01": 120},
		ComputedAt: "2026-01-05T10:00:00.120000+00:00",
	}
}

func numericAverageFields() result.NumericAverageFields {
	return result.NumericAverageFields{NumericFields: numericFields(), Results: map[string]float64{"2026-01-02": 8.25, "2026-01-01": 0}}
}

func frequencyFields() result.FrequencyFields {
	return result.FrequencyFields{
		Event: "Login", FromDate: "2026-01-01", ToDate: "2026-01-14", Unit: "week", AddictionUnit: "day",
		Data: map[string][]int64{"2026-01-05": {52, 17, 6}, "2025-12-29": {40, 11}, "2026-01-12": nil},
	}
}

func activityFields() result.ActivityFeedFields {
	return result.ActivityFeedFields{
		DistinctIDs: []string{"cust-77", ""}, FromDate: "2026-01-01", ToDate: "2026-01-02",
		Events: []result.ActivityFields{
			{
				Event: "Order <b>", Time: time.Date(2026, 1, 1, 12, 0, 0, 1_999_999, time.FixedZone("", 3600)), DistinctID: "cust-77",
				Properties: json.RawMessage(` {"amount": 41.50, "id": 12345678901234567890} `),
			},
			{Event: "Login", Time: time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)},
		},
	}
}

func savedReportFields() result.SavedReportFields {
	return result.SavedReportFields{
		BookmarkID: 9, ComputedAt: "2026-01-05T10:00:00+00:00",
		FromDate: "2026-01-01T00:00:00+01:00", ToDate: "2026-01-03T23:59:59.999000+01:00", Headers: []string{"$event", "date"},
		Series: json.RawMessage(`{"Order": {"US": {"2026-01-02": 9, "2026-01-01": 12}, "$overall": {"2026-01-01": 2.5}}, "All": {"2026-01-01": 3}}`),
	}
}

func flowsFields() result.FlowsFields {
	return result.FlowsFields{
		BookmarkID: 10, ComputedAt: "2026-01-05", OverallConversionRate: 0.25,
		Steps: json.RawMessage(`[{"nodes": [{"event": "View", "type": "ANCHOR", "totalCount": "4", "edges": [
			{"event": "Buy", "type": "NORMAL", "totalCount": "1"}, {"event": "$end", "type": "DROPOFF", "totalCount": 3}]}]},
			{"nodes": [{"event": "Buy", "type": "NORMAL", "totalCount": "1"}]}, {"nodes": []}]`),
		Breakdowns: json.RawMessage(`[ ]`), Metadata: json.RawMessage(`{"version": 1.0}`),
	}
}

// reportSamples is one full and one empty answer of each type of report.
func reportSamples(t *testing.T) map[string]result.Result {
	t.Helper()
	all := map[string]result.Result{}
	add := func(name string, made result.Result, err error) { all[name] = must(t, made, err) }

	eventCounts, err := result.NewEventCounts(eventCountsFields())
	add("event_counts", eventCounts, err)
	eventCounts, err = result.NewEventCounts(result.EventCountsFields{FromDate: "2026-01-01", ToDate: "2026-01-01", Unit: "day", Type: "unique"})
	add("event_counts_empty", eventCounts, err)
	propertyCounts, err := result.NewPropertyCounts(propertyCountsFields())
	add("property_counts", propertyCounts, err)
	propertyCounts, err = result.NewPropertyCounts(result.PropertyCountsFields{
		Event: "a", PropertyName: "p", FromDate: "2026-01-01", ToDate: "2026-01-01", Unit: "day", Type: "general",
	})
	add("property_counts_empty", propertyCounts, err)
	bucket, err := result.NewNumericBucket(numericBucketFields())
	add("numeric_bucket", bucket, err)
	bucket, err = result.NewNumericBucket(result.NumericBucketFields{NumericFields: numericFields()})
	add("numeric_bucket_empty", bucket, err)
	sum, err := result.NewNumericSum(numericSumFields())
	add("numeric_sum", sum, err)
	sum, err = result.NewNumericSum(result.NumericSumFields{NumericFields: numericFields()})
	add("numeric_sum_empty", sum, err)
	average, err := result.NewNumericAverage(numericAverageFields())
	add("numeric_average", average, err)
	average, err = result.NewNumericAverage(result.NumericAverageFields{NumericFields: numericFields()})
	add("numeric_average_empty", average, err)
	frequency, err := result.NewFrequency(frequencyFields())
	add("frequency", frequency, err)
	frequency, err = result.NewFrequency(result.FrequencyFields{FromDate: "2026-01-01", ToDate: "2026-01-01", Unit: "day", AddictionUnit: "hour"})
	add("frequency_empty", frequency, err)
	feed, err := result.NewActivityFeed(activityFields())
	add("activity_feed", feed, err)
	feed, err = result.NewActivityFeed(result.ActivityFeedFields{FromDate: "2026-01-01", ToDate: "2026-01-01"})
	add("activity_feed_empty", feed, err)
	report, err := result.NewSavedReport(savedReportFields())
	add("saved_report", report, err)
	report, err = result.NewSavedReport(result.SavedReportFields{BookmarkID: 9, Headers: []string{"$event"}})
	add("saved_report_empty", report, err)
	report, err = result.NewSavedReport(result.SavedReportFields{
		BookmarkID: 9, Headers: []string{"$retention", "$value"}, Series: json.RawMessage(`{"a":{"value":{"first":10,"counts":[9, 7],"none":[]}}}`),
	})
	add("saved_report_retention", report, err)
	flows, err := result.NewFlows(flowsFields())
	add("flows", flows, err)
	flows, err = result.NewFlows(result.FlowsFields{BookmarkID: 10, Steps: json.RawMessage(`[{"event": "View", "count": 4}, {"event": "Buy", "next": []}]`)})
	add("flows_other", flows, err)
	flows, err = result.NewFlows(result.FlowsFields{BookmarkID: 10})
	add("flows_empty", flows, err)
	return all
}

func TestAnAverageOfCountsIsAFloat(t *testing.T) {
	fields := segmentationFields()
	fields.Type, fields.Total, fields.Series = "average", 1.5, result.Series{"US": {"2026-01-01": 1.5}}
	made, err := result.NewSegmentation(fields)
	want := "date utf8 nullable=false\nsegment utf8 nullable=false\ncount float64 nullable=false\n[\"2026-01-01\",\"US\",1.5]\n"
	if diff := cmp.Diff(want, show(t, must(t, made, err).Table())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFunnelOfStepsHasNoID(t *testing.T) {
	made, err := result.NewFunnel(result.FunnelFields{FromDate: "2026-01-01", ToDate: "2026-01-01"})
	got, jsonErr := must(t, made, err).MarshalJSON()
	want := `{"funnel_id":null,"funnel_name":"","from_date":"2026-01-01","to_date":"2026-01-01","conversion_rate":0,"steps":[]}`
	if string(got) != want || jsonErr != nil {
		t.Errorf("got %s, %v", got, jsonErr)
	}
}

func TestASavedReportTellsItsTypeByItsHeaders(t *testing.T) {
	for want, headers := range map[string][]string{
		"insights": {"$event"}, "funnel": {"$event", "$funnel"}, "retention": {"$retention", "$funnel"},
	} {
		made, err := result.NewSavedReport(result.SavedReportFields{BookmarkID: 1, Headers: headers})
		if got := must(t, made, err).ReportType(); got != want {
			t.Errorf("%v: got %s, want %s", headers, got, want)
		}
	}
}

func TestReportsAreRefused(t *testing.T) {
	try(t, result.NewEventCounts, eventCountsFields, map[string]func(*result.EventCountsFields){
		"events[1]":                              func(f *result.EventCountsFields) { f.Events[1] = "\xff" },
		"from_date":                              func(f *result.EventCountsFields) { f.FromDate = "" },
		"unit":                                   func(f *result.EventCountsFields) { f.Unit = "second" },
		"type":                                   func(f *result.EventCountsFields) { f.Type = "" },
		`series["Login"]["2026-01-01 00:00:00"]`: func(f *result.EventCountsFields) { f.Series["Login"]["2026-01-01 00:00:00"] = -1 },
		`series["Login"]["x"]`:                   func(f *result.EventCountsFields) { f.Series["Login"]["x"] = 1 },
		`series["\xff"]`:                         func(f *result.EventCountsFields) { f.Series["\xff"] = nil },
	})
	try(t, result.NewPropertyCounts, propertyCountsFields, map[string]func(*result.PropertyCountsFields){
		"event":         func(f *result.PropertyCountsFields) { f.Event = "" },
		"property_name": func(f *result.PropertyCountsFields) { f.PropertyName = " " },
		"to_date":       func(f *result.PropertyCountsFields) { f.ToDate = "2025-01-01" },
		"type":          func(f *result.PropertyCountsFields) { f.Type = "total" },
	})
	try(t, result.NewNumericBucket, numericBucketFields, map[string]func(*result.NumericBucketFields){
		"event":                         func(f *result.NumericBucketFields) { f.Event = "" },
		"property_expr":                 func(f *result.NumericBucketFields) { f.PropertyExpr = "" },
		"type":                          func(f *result.NumericBucketFields) { f.Type = "total" },
		`series["other"]["2026-01-01"]`: func(f *result.NumericBucketFields) { f.Series["other"]["2026-01-01"] = 0.5 },
	})
	try(t, result.NewNumericSum, numericSumFields, map[string]func(*result.NumericSumFields){
		"unit":                  func(f *result.NumericSumFields) { f.Unit = "" },
		`results["2026-01-01"]`: func(f *result.NumericSumFields) { f.Results["2026-01-01"] = math.NaN() },
		"computed_at":           func(f *result.NumericSumFields) { f.ComputedAt = "\xff" },
	})
	try(t, result.NewNumericAverage, numericAverageFields, map[string]func(*result.NumericAverageFields){
		"event":        func(f *result.NumericAverageFields) { f.Event = "\xff" },
		`results["x"]`: func(f *result.NumericAverageFields) { f.Results["x"] = 1 },
	})
	try(t, result.NewFrequency, frequencyFields, map[string]func(*result.FrequencyFields){
		"event":                 func(f *result.FrequencyFields) { f.Event = "\xff" },
		"addiction_unit":        func(f *result.FrequencyFields) { f.AddictionUnit = "week" },
		`data["x"]`:             func(f *result.FrequencyFields) { f.Data["x"] = nil },
		`data["2026-01-05"][1]`: func(f *result.FrequencyFields) { f.Data["2026-01-05"][1] = -1 },
	})
	try(t, result.NewActivityFeed, activityFields, map[string]func(*result.ActivityFeedFields){
		"distinct_ids[1]":       func(f *result.ActivityFeedFields) { f.DistinctIDs[1] = "\xff" },
		"from_date":             func(f *result.ActivityFeedFields) { f.FromDate = "soon" },
		"events[1].event":       func(f *result.ActivityFeedFields) { f.Events[1].Event = "\xff" },
		"events[1].time":        func(f *result.ActivityFeedFields) { f.Events[1].Time = time.Time{} },
		"events[0].properties":  func(f *result.ActivityFeedFields) { f.Events[0].Properties = []byte("[]") },
		"events[0].distinct_id": func(f *result.ActivityFeedFields) { f.Events[0].DistinctID = "\xff" },
	})
	try(t, result.NewSavedReport, savedReportFields, map[string]func(*result.SavedReportFields){
		"bookmark_id": func(f *result.SavedReportFields) { f.BookmarkID = 0 },
		"from_date":   func(f *result.SavedReportFields) { f.FromDate = "soon" },
		"headers[1]":  func(f *result.SavedReportFields) { f.Headers[1] = "\xff" },
		"report_type": func(f *result.SavedReportFields) { f.ReportType = "pie" },
		"series":      func(f *result.SavedReportFields) { f.Series = []byte("[1]") },
	})
	try(t, result.NewFlows, flowsFields, map[string]func(*result.FlowsFields){
		"bookmark_id":             func(f *result.FlowsFields) { f.BookmarkID = -1 },
		"overall_conversion_rate": func(f *result.FlowsFields) { f.OverallConversionRate = 25 },
		"steps":                   func(f *result.FlowsFields) { f.Steps = []byte("{}") },
		"breakdowns":              func(f *result.FlowsFields) { f.Breakdowns = []byte("[") },
		"metadata":                func(f *result.FlowsFields) { f.Metadata = []byte("null") },
	})
}

// try makes a result of fields with one fault each.
func try[Fields, Made any](t *testing.T, newMade func(Fields) (*Made, error), good func() Fields, faults map[string]func(*Fields)) {
	t.Helper()
	for field, change := range faults {
		fields := good()
		change(&fields)
		made, err := newMade(fields)
		wantRefusal(t, made, err, field)
	}
}

func TestReportsKeepNothingOfTheirMakers(t *testing.T) {
	counts := eventCountsFields()
	eventCounts, err := result.NewEventCounts(counts)
	unchanged(t, must(t, eventCounts, err), func() {
		counts.Events[0], counts.Series["Login"]["2026-01-01 00:00:00"] = "x", 99
		eventCounts.Events()[0] = "x"
		delete(eventCounts.Series(), "Login")
	})
	sums := numericSumFields()
	sum, err := result.NewNumericSum(sums)
	unchanged(t, must(t, sum, err), func() {
		sums.Results["2026-01-01"] = 99
		sum.Results()["2026-01-01"] = 99
	})
	periods := frequencyFields()
	frequency, err := result.NewFrequency(periods)
	unchanged(t, must(t, frequency, err), func() {
		periods.Data["2026-01-05"][0] = 99
		frequency.Data()["2026-01-05"][0] = 99
	})
	events := activityFields()
	feed, err := result.NewActivityFeed(events)
	unchanged(t, must(t, feed, err), func() {
		events.Events[0].Properties[1], events.DistinctIDs[0] = 'x', "x"
		feed.Events()[1].Properties()[0], feed.DistinctIDs()[0] = 'x', "x"
	})
	if events.Events[0].Event != "Order <b>" {
		t.Error("sorting the events sorted the caller's slice")
	}
	reports := savedReportFields()
	report, err := result.NewSavedReport(reports)
	unchanged(t, must(t, report, err), func() {
		reports.Headers[0], reports.Series[0] = "x", 'x'
		report.Headers()[0], report.Series()[0] = "x", 'x'
	})
	ways := flowsFields()
	flows, err := result.NewFlows(ways)
	unchanged(t, must(t, flows, err), func() {
		ways.Steps[0] = 'x'
		flows.Steps()[0], flows.Breakdowns()[0], flows.Metadata()[0] = 'x', 'x', 'x'
	})
}

func TestReportsGiveBackTheirFields(t *testing.T) {
	counts, err := result.NewPropertyCounts(propertyCountsFields())
	c := must(t, counts, err)
	if diff := cmp.Diff(propertyCountsFields(), result.PropertyCountsFields{
		Event: c.Event(), PropertyName: c.PropertyName(), FromDate: c.FromDate(), ToDate: c.ToDate(), Unit: c.Unit(), Type: c.Type(), Series: c.Series(),
	}); diff != "" {
		t.Errorf("property counts (-want +got):\n%s", diff)
	}
	bucket, err := result.NewNumericBucket(numericBucketFields())
	b := must(t, bucket, err)
	want := numericBucketFields()
	want.Type = "general"
	if diff := cmp.Diff(want, result.NumericBucketFields{NumericFields: result.NumericFields{
		Event: b.Event(), FromDate: b.FromDate(), ToDate: b.ToDate(), PropertyExpr: b.PropertyExpr(), Unit: b.Unit(),
	}, Type: b.Type(), Series: b.Series()}); diff != "" {
		t.Errorf("buckets (-want +got):\n%s", diff)
	}
	sum, err := result.NewNumericSum(numericSumFields())
	if s := must(t, sum, err); s.ComputedAt() != numericSumFields().ComputedAt || s.Results()["2026-01-02"] != -88.5 {
		t.Errorf("sum gives %q, %v", s.ComputedAt(), s.Results())
	}
	average, err := result.NewNumericAverage(numericAverageFields())
	if a := must(t, average, err); a.Results()["2026-01-02"] != 8.25 {
		t.Errorf("average gives %v", a.Results())
	}
	frequency, err := result.NewFrequency(frequencyFields())
	if f := must(t, frequency, err); f.Event() != "Login" || f.AddictionUnit() != "day" || f.Unit() != "week" || f.Data()["2026-01-05"][2] != 6 {
		t.Errorf("frequency gives %q, %q, %q, %v", f.Event(), f.AddictionUnit(), f.Unit(), f.Data())
	}
	feed, err := result.NewActivityFeed(activityFields())
	f := must(t, feed, err)
	last := f.Events()[1]
	if f.EventCount() != 2 || f.FromDate() != "2026-01-01" || f.ToDate() != "2026-01-02" || last.Event() != "Order <b>" || last.DistinctID() != "cust-77" ||
		!last.Time().Equal(time.Date(2026, 1, 1, 11, 0, 0, 1_000_000, time.UTC)) || string(last.Properties()) != `{"amount":41.50,"id":12345678901234567890}` {
		t.Errorf("the feed gives %+v", last)
	}
	report, err := result.NewSavedReport(savedReportFields())
	if r := must(t, report, err); r.BookmarkID() != 9 || r.ComputedAt() == "" || r.FromDate() == "" || r.ToDate() == "" || len(r.Headers()) != 2 {
		t.Errorf("the report gives %+v", r)
	}
	flows, err := result.NewFlows(flowsFields())
	if w := must(t, flows, err); w.BookmarkID() != 10 || w.ComputedAt() != "2026-01-05" || w.OverallConversionRate() != 0.25 || string(w.Metadata()) != `{"version":1.0}` {
		t.Errorf("the flows give %+v", w)
	}
}
