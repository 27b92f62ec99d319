package result_test

import (
	"encoding/json"
	"reflect"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/result"
)

func TestTableIsOneBatchForAllConcurrentCallers(t *testing.T) {
	for name, answer := range samples(t) {
		var callers sync.WaitGroup
		batches := make([]arrow.RecordBatch, 16)
		for i := range batches {
			callers.Go(func() {
				batches[i] = answer.Table()
				if _, err := json.Marshal(answer); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
		for _, batch := range batches {
			if batch != batches[0] {
				t.Errorf("%s was computed more than once", name)
			}
		}
	}
}

func TestTableOutlivesACallerThatRetainsAndReleases(t *testing.T) {
	for name, answer := range samples(t) {
		before := show(t, answer.Table())
		batch := answer.Table()
		batch.Retain()
		batch.Release()
		if after := show(t, answer.Table()); after != before {
			t.Errorf("%s changed from\n%s\nto\n%s", name, before, after)
		}
	}
}

func TestZeroValuesAreEmptyAnswers(t *testing.T) {
	for _, answer := range []result.Result{
		&result.FetchResult{}, &result.SegmentationResult{}, &result.FunnelResult{}, &result.RetentionResult{}, &result.JQLResult{},
		&result.Names{}, &result.List[result.FunnelInfo]{}, &result.List[result.Annotation]{}, &result.LexiconResult{}, &result.SQLResult{},
	} {
		if encoded, err := json.Marshal(answer); err != nil || !json.Valid(encoded) {
			t.Errorf("%T: JSON is %s, %v", answer, encoded, err)
		}
		if answer.Table() == nil {
			t.Errorf("%T has no table", answer)
		}
	}
}

func TestResultsHaveNoExportedFields(t *testing.T) {
	for _, value := range []any{
		&result.FetchResult{}, &result.SegmentationResult{}, &result.FunnelResult{}, &result.FunnelStep{},
		&result.RetentionResult{}, &result.CohortInfo{}, &result.JQLResult{},
		&result.EventCountsResult{}, &result.PropertyCountsResult{}, &result.NumericBucketResult{}, &result.NumericSumResult{},
		&result.NumericAverageResult{}, &result.FrequencyResult{}, &result.ActivityFeedResult{}, &result.Activity{},
		&result.SavedReportResult{}, &result.FlowsResult{},
		&result.Names{}, &result.List[result.FunnelInfo]{}, &result.LexiconResult{}, &result.SQLResult{},
	} {
		typ := reflect.TypeOf(value).Elem()
		for field := range typ.Fields() {
			if field.IsExported() {
				t.Errorf("%s has the exported field %s", typ, field.Name)
			}
		}
	}
}

// unchanged runs a change that must not reach the answer.
func unchanged(t *testing.T, answer result.Result, change func()) {
	t.Helper()
	before, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	change()
	after, err := json.Marshal(answer)
	if err != nil || string(before) != string(after) {
		t.Errorf("%T changed (%v):\n%s\n%s", answer, err, before, after)
	}
}

func TestChangingWhatWentInOrCameOutChangesNothing(t *testing.T) {
	segments := segmentationFields()
	segmentation, err := result.NewSegmentation(segments)
	unchanged(t, must(t, segmentation, err), func() {
		segments.Series["US"]["2026-01-01"] = 99
		segmentation.Series()["US"]["2026-01-01"] = 99
		delete(segmentation.Series(), "US")
	})
	steps := funnelFields()
	funnel, err := result.NewFunnel(steps)
	unchanged(t, must(t, funnel, err), func() {
		steps.Steps[0].Count = 99
		funnel.Steps()[0] = result.FunnelStep{}
	})
	cohorts := retentionFields()
	retention, err := result.NewRetention(cohorts)
	unchanged(t, must(t, retention, err), func() {
		cohorts.Cohorts[1].Retention[0] = 0.99
		retention.Cohorts()[0].Retention()[0] = 0.99
		retention.Cohorts()[0] = result.CohortInfo{}
	})
	raw := []byte(`[{"a":1}]`)
	jql, err := result.NewJQL(result.JQLFields{Raw: raw})
	unchanged(t, must(t, jql, err), func() {
		raw[1], jql.Raw()[1] = 'x', 'x'
	})
	if cohorts.Cohorts[0].Date != "2026-01-02" {
		t.Error("sorting the cohorts sorted the caller's slice")
	}
}
