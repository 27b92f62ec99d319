package result

import (
	"cmp"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// EventCountsFields are the parts that [NewEventCounts] makes an EventCountsResult from.
type EventCountsFields struct {
	// Events are the events that were asked for, in the order of the question.
	Events []string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Unit is minute, hour, day, week or month. Required.
	Unit string
	// Type is what was counted: general, unique or average. Required.
	Type string
	// Series has a count for each event and date: not negative, and whole unless Type is average.
	Series Series
}

// EventCountsResult is how often each of several events happened over time.
type EventCountsResult struct {
	period

	fields EventCountsFields
	table  lazyTable
}

// NewEventCounts validates the fields and copies them; see the package text for the error.
func NewEventCounts(f EventCountsFields) (*EventCountsResult, error) {
	over := period{f.FromDate, f.ToDate, f.Unit}
	err := cmp.Or(
		checkTexts("events", f.Events),
		over.check(),
		checkCountType(f.Type),
		checkSeries(f.Series, f.Type),
	)
	if err != nil {
		return nil, err
	}
	f.Events, f.Series = slices.Clone(f.Events), copySeries(f.Series)
	return &EventCountsResult{period: over, fields: f}, nil
}

// Events are the events that were asked for, in a slice of the caller's own.
func (r *EventCountsResult) Events() []string { return slices.Clone(r.fields.Events) }

// Type is what was counted: general, unique or average.
func (r *EventCountsResult) Type() string { return r.fields.Type }

// Series is a copy of the counts by event and date; whole unless Type is average.
func (r *EventCountsResult) Series() Series { return copySeries(r.fields.Series) }

// MarshalJSON has the keys events, from_date, to_date, unit, type and series ({event: {date: count}}, both sorted).
func (r *EventCountsResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Events   []string `json:"events"`
		FromDate string   `json:"from_date"`
		ToDate   string   `json:"to_date"`
		Unit     string   `json:"unit"`
		Type     string   `json:"type"`
		Series   Series   `json:"series"`
	}{
		listed(r.fields.Events), r.from, r.to, r.unit, r.fields.Type, copySeries(r.fields.Series),
	})
}

// Table has a row for each count: date, event, count; ordered by event, then date. The counts are int64, and float64 where
// Type is average.
func (r *EventCountsResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *EventCountsResult) buildTable() arrow.RecordBatch {
	return tableOfSeries(r.fields.Series, "event", slices.Sorted(maps.Keys(r.fields.Series)), r.fields.Type)
}
