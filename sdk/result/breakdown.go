package result

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// EventStats is what a [EventBreakdownResult] tells of one event. Its JSON has the times in RFC 3339 with microseconds.
type EventStats struct {
	// EventName is the event's name; may be "".
	EventName string
	// Count is how often it happened.
	Count int64
	// UniqueUsers is how many did it.
	UniqueUsers int64
	// FirstSeen and LastSeen are when it happened first and last, in UTC; the zero time where no row tells.
	FirstSeen, LastSeen time.Time
	// PctOfTotal is its share of all events, 0 to 100.
	PctOfTotal float64
}

func (e EventStats) check(place string) error {
	return cmp.Or(checkText(place+"event_name", e.EventName), checkCount(place+"count", e.Count),
		checkCount(place+"unique_users", e.UniqueUsers), checkPercentage(place+"pct_of_total", e.PctOfTotal))
}

// MarshalJSON has the keys event_name, count, unique_users, first_seen, last_seen and pct_of_total.
func (e EventStats) MarshalJSON() ([]byte, error) {
	return encode(struct {
		EventName   string  `json:"event_name"`
		Count       int64   `json:"count"`
		UniqueUsers int64   `json:"unique_users"`
		FirstSeen   *string `json:"first_seen"`
		LastSeen    *string `json:"last_seen"`
		PctOfTotal  float64 `json:"pct_of_total"`
	}{e.EventName, e.Count, e.UniqueUsers, instant(e.FirstSeen), instant(e.LastSeen), e.PctOfTotal})
}

// instant is a stored time as JSON has it: with microseconds; null for none.
func instant(at time.Time) *string {
	if at.IsZero() {
		return nil
	}
	text := at.UTC().Format("2006-01-02T15:04:05.000000Z07:00")
	return &text
}

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
	for i, event := range f.Events {
		err = cmp.Or(err, event.check(fmt.Sprintf("events[%d].", i)))
	}
	if err != nil {
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
