package result

import (
	"cmp"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// BreakdownFields are the parts that [NewBreakdown] makes an EventBreakdownResult from.
type BreakdownFields struct {
	// Table is the table. Required.
	Table string
	// TotalEvents counts its rows, and TotalUsers who did any of them.
	TotalEvents, TotalUsers int64
	// From and To are when the first and the last of them happened; the zero time where there are none.
	From, To time.Time
	// Events are the events, the most frequent first.
	Events []EventStats
}

// EventBreakdownResult is how the rows of an events table divide among the events.
type EventBreakdownResult struct {
	fields BreakdownFields
	table  lazyTable
}

// NewBreakdown validates and copies the fields; see the package text for the error.
func NewBreakdown(f BreakdownFields) (*EventBreakdownResult, error) {
	err := cmp.Or(checkName("table", f.Table), checkCount("total_events", f.TotalEvents), checkCount("total_users", f.TotalUsers))
	if f.From.IsZero() != f.To.IsZero() || f.To.Before(f.From) {
		err = cmp.Or(err, refuse("date_range", "", "must be two times in order, or none"))
	}
	if err = cmp.Or(err, checkEach("events", f.Events, EventStats.check)); err != nil {
		return nil, err
	}
	f.Events = slices.Clone(f.Events)
	return &EventBreakdownResult{fields: f}, nil
}

// TableName is the table.
func (r *EventBreakdownResult) TableName() string { return r.fields.Table }

// TotalEvents counts the rows of the table.
func (r *EventBreakdownResult) TotalEvents() int64 { return r.fields.TotalEvents }

// TotalUsers counts who did any of them.
func (r *EventBreakdownResult) TotalUsers() int64 { return r.fields.TotalUsers }

// DateRange is when the first and the last of them happened; ok is false where there are none.
func (r *EventBreakdownResult) DateRange() (from, to time.Time, ok bool) {
	return r.fields.From, r.fields.To, !r.fields.From.IsZero()
}

// Events are the events, the most frequent first, in a slice of the caller's own.
func (r *EventBreakdownResult) Events() []EventStats { return slices.Clone(r.fields.Events) }

// MarshalJSON has the keys table, total_events, total_users, date_range ([from, to] as times of RFC 3339, or null) and
// events.
func (r *EventBreakdownResult) MarshalJSON() ([]byte, error) {
	var between []*string
	if from, to, ok := r.DateRange(); ok {
		between = []*string{instant(from), instant(to)}
	}
	return encode(struct {
		Table       string       `json:"table"`
		TotalEvents int64        `json:"total_events"`
		TotalUsers  int64        `json:"total_users"`
		DateRange   []*string    `json:"date_range"`
		Events      []EventStats `json:"events"`
	}{r.fields.Table, r.fields.TotalEvents, r.fields.TotalUsers, between, listed(r.fields.Events)})
}

// Table has a row for each event, with the keys of an event's JSON as columns; the times are timestamps in microseconds.
func (r *EventBreakdownResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *EventBreakdownResult) buildTable() arrow.RecordBatch {
	all := r.fields.Events
	return batchOf(len(all),
		texts("event_name", each(all, func(e EventStats) string { return e.EventName })),
		integers("count", each(all, func(e EventStats) int64 { return e.Count })),
		integers("unique_users", each(all, func(e EventStats) int64 { return e.UniqueUsers })),
		someTimes("first_seen", arrow.Microsecond, each(all, func(e EventStats) time.Time { return e.FirstSeen })),
		someTimes("last_seen", arrow.Microsecond, each(all, func(e EventStats) time.Time { return e.LastSeen })),
		floats("pct_of_total", each(all, func(e EventStats) float64 { return e.PctOfTotal })))
}
