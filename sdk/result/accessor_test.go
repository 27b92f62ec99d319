package result_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestFetchGivesBackItsFields(t *testing.T) {
	made, err := result.NewFetch(fetchFields())
	fetch := must(t, made, err)
	from, to, ok := fetch.DateRange()
	got := []any{fetch.TableName(), fetch.Rows(), fetch.Type(), fetch.Duration(), from, to, ok, fetch.FetchedAt()}
	want := []any{
		"events", int64(1234), storage.Events, 12*time.Second + 346*time.Millisecond, "2026-01-01", "2026-01-31", true,
		time.Date(2026, 2, 1, 7, 30, 0, 123_000_000, time.UTC),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	profiles, err := result.NewFetch(result.FetchFields{Table: "p", Type: storage.Profiles, FetchedAt: time.Unix(1, 0)})
	if from, to, ok := must(t, profiles, err).DateRange(); from != "" || to != "" || ok {
		t.Errorf("profiles have the range %q..%q, %v", from, to, ok)
	}
}

func TestSegmentationGivesBackItsFields(t *testing.T) {
	want := segmentationFields()
	made, err := result.NewSegmentation(segmentationFields())
	s := must(t, made, err)
	want.Type = "general"
	want.Series["none"] = map[string]float64{}
	got := result.SegmentationFields{
		Event: s.Event(), FromDate: s.FromDate(), ToDate: s.ToDate(), Unit: s.Unit(), Type: s.Type(), SegmentProperty: s.SegmentProperty(),
		Total: s.Total(), Series: s.Series(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUnsegmentedSeriesIsCalledTotal(t *testing.T) {
	fields := segmentationFields()
	fields.SegmentProperty = ""
	fields.Series = result.Series{result.TotalSegment: {"2026-01-01": 13}}
	made, err := result.NewSegmentation(fields)
	want := "date utf8 nullable=false\nsegment utf8 nullable=false\ncount int64 nullable=false\n[\"2026-01-01\",\"total\",13]\n"
	if diff := cmp.Diff(want, show(t, must(t, made, err).Table())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFunnelGivesBackItsFields(t *testing.T) {
	made, err := result.NewFunnel(funnelFields())
	f := must(t, made, err)
	got := result.FunnelFields{
		FunnelID: f.FunnelID(), FunnelName: f.FunnelName(), FromDate: f.FromDate(), ToDate: f.ToDate(),
		ConversionRate: f.ConversionRate(),
	}
	for _, step := range f.Steps() {
		got.Steps = append(got.Steps, result.StepFields{Event: step.Event(), Count: step.Count(), ConversionRate: step.ConversionRate()})
	}
	if diff := cmp.Diff(funnelFields(), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRetentionGivesBackItsCohortsByDate(t *testing.T) {
	made, err := result.NewRetention(retentionFields())
	r := must(t, made, err)
	got := result.RetentionFields{
		BornEvent: r.BornEvent(), ReturnEvent: r.ReturnEvent(), FromDate: r.FromDate(), ToDate: r.ToDate(), Unit: r.Unit(),
	}
	for _, cohort := range r.Cohorts() {
		got.Cohorts = append(got.Cohorts, result.CohortFields{Date: cohort.Date(), Size: cohort.Size(), Retention: cohort.Retention()})
	}
	want := retentionFields()
	want.Cohorts = []result.CohortFields{
		{Date: "2026-01-01", Size: 10, Retention: []float64{1, 0.5, 0.125}},
		{Date: "2026-01-02", Size: 5, Retention: []float64{1, 0.4}},
		{Date: "2026-01-03", Size: 0, Retention: []float64{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
