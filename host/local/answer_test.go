package local_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// teller answers every question with the same rows, given as JSON, in the question's own schema or in another.
type teller struct {
	rows   string
	schema *arrow.Schema
}

func (teller) Coverage(context.Context, string) ([]storage.Day, error) { return days(1, 31, 0, 0), nil }

func (s teller) Analyze(_ context.Context, question storage.Question) (storage.Reader, error) {
	schema := s.schema
	if schema == nil {
		schema = question.Schema()
	}
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(s.rows))
	return &once{batch: batch, schema: schema}, err
}

// once reads one batch.
type once struct {
	schema *arrow.Schema
	batch  arrow.RecordBatch
}

func (o *once) Schema() *arrow.Schema { return o.schema }
func (o *once) Close() error          { return nil }

func (o *once) Next(context.Context) (batch arrow.RecordBatch, err error) {
	if batch, o.batch = o.batch, nil; batch == nil {
		return nil, io.EOF
	}
	return batch, nil
}

func telling(rows string) local.Engine { return local.Engine{Store: teller{rows: rows}, Table: "t"} }

// The week of which the tests ask.
const from, to = "2026-01-05", "2026-01-11"

func segmented(ctx context.Context, e local.Engine) error {
	_, err := e.Segmentation(ctx, live.Segmentation{Event: "a", From: from, To: to})
	return err
}

func funneled(ctx context.Context, e local.Engine) error {
	_, err := e.Funnel(ctx, live.Funnel{Steps: []string{"a", "b"}, From: from, To: to})
	return err
}

func retained(ctx context.Context, e local.Engine) error {
	_, err := e.Retention(ctx, live.Retention{Born: "a", Return: "b", From: from, To: to, IntervalCount: 2})
	return err
}

func frequented(ctx context.Context, e local.Engine) error {
	_, err := e.Frequency(ctx, live.Frequency{From: from, To: to, Unit: live.Week})
	return err
}

func summarized(ctx context.Context, e local.Engine) error {
	_, err := e.NumericSummary(ctx, local.Property{Event: "a", Property: "p", From: from, To: to}, 50)
	return err
}

func engaged(ctx context.Context, e local.Engine) error {
	_, err := e.Engagement(ctx, from, to, nil)
	return err
}

func counted(ctx context.Context, e local.Engine) error {
	_, err := e.DailyCounts(ctx, from, to)
	return err
}

func TestAnAnswerThatCannotBeIsTheStoresFault(t *testing.T) {
	for name, test := range map[string]struct {
		ask        func(context.Context, local.Engine) error
		rows, want string
	}{
		"a date outside of the range":        {segmented, `[{"segment":"a","date":"2026-01-12","value":1}]`, `the date "2026-01-12"`},
		"half an event less than none":       {segmented, `[{"segment":"a","date":"2026-01-05","value":-0.5}]`, "-0.5"},
		"a step too many":                    {funneled, `[{"date":"2026-01-05","step":2,"users":1}]`, "the step 2, of 0 to 1"},
		"a step before the first":            {funneled, `[{"date":"2026-01-05","step":-1,"users":1}]`, "the step -1"},
		"a cohort of no date":                {retained, `[{"date":null,"interval":null,"users":1}]`, `the date ""`},
		"an interval beyond the last":        {retained, `[{"date":"2026-01-05","interval":3,"users":1}]`, "the interval 3, of 0 to 2"},
		"an interval before the first":       {retained, `[{"date":"2026-01-05","interval":-1,"users":1}]`, "the interval -1"},
		"more who came back than there were": {retained, `[{"date":"2026-01-05","interval":null,"users":1},{"date":"2026-01-05","interval":0,"users":2}]`, "2"},
		"a frequency of no date":             {frequented, `[{"date":"x","times":1,"users":1}]`, `the date "x"`},
		"users who were never active":        {frequented, `[{"date":"2026-01-05","times":0,"users":1}]`, "active 0 times"},
		"a percentile too many":              {summarized, `[{"count":2,"min":1,"max":2,"sum":3,"avg":1.5,"stddev":0.5,"percentiles":[1,2]}]`, "2 percentiles of 1"},
		"a percentile too few":               {summarized, `[{"count":2,"min":1,"max":2,"sum":3,"avg":1.5,"stddev":0.5,"percentiles":null}]`, "0 percentiles of 1"},
		"users without events":               {engaged, `[{"events":0,"users":1}]`, "users with 0 events"},
		"a day that is none":                 {counted, `[{"date":"yesterday","event":"a","count":1}]`, "yesterday"},
	} {
		t.Run(name, func(t *testing.T) {
			err := test.ask(t.Context(), telling(test.rows))
			if failed, ok := errors.AsType[*mperr.StorageFailed](err); !ok || !strings.Contains(failed.Message, test.want) {
				t.Errorf("%v, want a failure of the store that has %q", err, test.want)
			}
		})
	}
}

func TestAnAnswerInOtherColumnsIsTheStoresFault(t *testing.T) {
	engine := telling(`[{"segment":1}]`)
	engine.Store = teller{`[{"segment":1}]`, arrow.NewSchema([]arrow.Field{{Name: "segment", Type: arrow.PrimitiveTypes.Int64}}, nil)}
	for _, ask := range []func(context.Context, local.Engine) error{segmented, funneled, retained, frequented, summarized, engaged, counted} {
		if _, ok := errors.AsType[*mperr.StorageFailed](ask(t.Context(), engine)); !ok {
			t.Error("it is taken")
		}
	}
}

func TestUsersAreInTheBucketOfTheirEvents(t *testing.T) {
	answer, err := telling(`[{"events":9,"users":4},{"events":1,"users":1},{"events":2,"users":2},{"events":1000,"users":8}]`).
		Engagement(t.Context(), from, to, []int64{1, 2, 10, 11})
	if err != nil {
		t.Fatal(err)
	}
	var users []int64
	for _, bucket := range answer.Buckets() {
		users = append(users, bucket.Users)
	}
	if diff := cmp.Diff([]int64{1, 6, 0, 8}, users); diff != "" || answer.TotalUsers() != 15 {
		t.Errorf("of %d users (-want +got):\n%s", answer.TotalUsers(), diff)
	}
}

func TestAnAnswerIsPutInItsPlaces(t *testing.T) {
	retention, err := telling(`[{"date":"2026-01-06","interval":null,"users":4},{"date":"2026-01-06","interval":1,"users":1}]`).
		Retention(t.Context(), live.Retention{Born: "a", Return: "b", From: from, To: to, IntervalCount: 1})
	if err != nil {
		t.Fatal(err)
	}
	if cohort := retention.Cohorts()[1]; cohort.Size() != 4 || cohort.Retention()[1] != 0.25 {
		t.Errorf("the cohort is %v", cohort)
	}
	frequency, err := telling(`[{"date":"2026-01-05","times":2,"users":3},{"date":"2026-01-05","times":100,"users":1}]`).
		Frequency(t.Context(), live.Frequency{From: from, To: to, Unit: live.Week, AddictionUnit: live.Day})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string][]int64{from: {4, 4, 1, 1, 1, 1, 1}}, frequency.Data()); diff != "" {
		t.Errorf("the frequency is (-want +got):\n%s", diff)
	}
	summary, err := telling(`[{"count":0,"min":null,"max":null,"sum":null,"avg":null,"stddev":null,"percentiles":null}]`).
		NumericSummary(t.Context(), local.Property{Event: "a", Property: "p", From: from, To: to}, 50)
	if err != nil || summary.Count() != 0 || summary.Figures()["max"] != 0 {
		t.Errorf("a summary of nothing is %v, %v", summary, err)
	}
	counts, err := telling(`[{"segment":"pro","date":"2026-01-06","value":2},{"segment":"free","date":"2026-01-06","value":9}]`).
		PropertyCounts(t.Context(), live.PropertyCounts{Event: "a", Property: "p", From: "2026-01-06", To: "2026-01-06", Values: []string{"pro", "never"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(result.Series{"pro": {"2026-01-06": 2}, "never": {"2026-01-06": 0}}, counts.Series()); diff != "" {
		t.Errorf("the counts are (-want +got):\n%s", diff)
	}
}
