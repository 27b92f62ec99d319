package report

import (
	"slices"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// Count is the report behind events, segmentation, segmentation/numeric and
// events/properties: how much happened in each bucket, by segment.
type Count struct {
	Events []string // the names counted
	Span   Span
	Type   Type
	Where  *expr.Expr // nil for all events
	By     By         // nil to put events under their names
	Only   []string   // the segments counted; nil for all
	Limit  int        // of segments, those with the most events; 0 for no limit
}

// Series are counts over time.
type Series struct {
	// Dates are the labels of all buckets, in their order.
	Dates []string
	// Values are the counts by segment and label; those of nothing are left out.
	Values map[string]map[string]float64
}

// Answer counts. Without By, Values has every name of Events, also those that
// never happened. The error is an *expr.OperandError.
func (q Count) Answer(events Source) (Series, error) {
	byName := q.By == nil
	if byName {
		q.By = ByName
	}
	buckets, tally := q.Span.buckets(), newTally(q.Type)
	if err := q.fill(tally, buckets, events); err != nil {
		return Series{}, err
	}
	series := Series{Dates: buckets.labels(), Values: map[string]map[string]float64{}}
	for _, segment := range most(tally.events, q.Limit) {
		values := map[string]float64{}
		for bucket, cell := range tally.segments[segment] {
			if value := cell.value(q.Type); value > 0 {
				values[buckets.label(bucket)] = value
			}
		}
		series.Values[segment] = values
	}
	for _, name := range q.Events {
		if byName && series.Values[name] == nil {
			series.Values[name] = map[string]float64{}
		}
	}
	return series, nil
}

func (q Count) fill(t *tally, b *buckets, events Source) error {
	for e := range events(q.Span.Days()) {
		bucket, inside := b.of(e)
		if !inside {
			continue
		}
		match, err := e.matches(q.Events, q.Where)
		if err != nil {
			return err
		}
		if !match {
			continue
		}
		segments, err := q.By(e)
		if err != nil {
			return err
		}
		for _, segment := range segments {
			if q.Only == nil || slices.Contains(q.Only, segment) {
				t.add(segment, bucket, e.User)
			}
		}
	}
	return nil
}
