package result

import (
	"cmp"
	"slices"
	"strings"

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

// EventCountsResult is how often each of several events happened over time. Its series has a count for each event and date.
type EventCountsResult struct {
	period
	counted

	events []string
	table  lazyTable
}

// NewEventCounts validates the fields and copies them; see the package text for the error.
func NewEventCounts(f EventCountsFields) (*EventCountsResult, error) {
	r := &EventCountsResult{
		period: periodOf(f.FromDate, f.ToDate, f.Unit), counted: countedOf(f.Type, f.Series), events: slices.Clone(f.Events),
	}
	if err := cmp.Or(checkTexts("events", r.events), r.period.check(), r.counted.check()); err != nil {
		return nil, err
	}
	return r, nil
}

// Events are the events that were asked for, in a slice of the caller's own.
func (r *EventCountsResult) Events() []string { return slices.Clone(r.events) }

// MarshalJSON has the keys events, from_date, to_date, unit, type and series ({event: {date: count}}, both sorted).
func (r *EventCountsResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Events   []string `json:"events"`
		FromDate string   `json:"from_date"`
		ToDate   string   `json:"to_date"`
		Unit     string   `json:"unit"`
		Type     string   `json:"type"`
		Series   Series   `json:"series"`
	}{listed(r.events), r.from, r.to, r.unit, r.kind, r.Series()})
}

// Table has a row for each count: date, event, count; ordered by event, then date. The counts are int64, and float64 where
// Type is average.
func (r *EventCountsResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch { return r.rows("event", strings.Compare) })
}
