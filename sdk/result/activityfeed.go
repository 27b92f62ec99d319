package result

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// ActivityFeedFields are the parts that [NewActivityFeed] makes an ActivityFeedResult from.
type ActivityFeedFields struct {
	// DistinctIDs are the users asked for, in the order of the question.
	DistinctIDs []string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Events may be in any order.
	Events []ActivityFields
}

// ActivityFeedResult is what users did, event by event.
type ActivityFeedResult struct {
	days

	fields ActivityFeedFields
	table  lazyTable
}

// NewActivityFeed validates the fields and copies them, the events sorted by time, equal times in the order given; see the
// package text for the error.
func NewActivityFeed(f ActivityFeedFields) (*ActivityFeedResult, error) {
	over := days{f.FromDate, f.ToDate}
	err := cmp.Or(checkTexts("distinct_ids", f.DistinctIDs), over.check())
	events := make([]ActivityFields, len(f.Events))
	for i, event := range f.Events {
		made, activityErr := event.made(fmt.Sprintf("events[%d].", i))
		events[i], err = made, cmp.Or(err, activityErr)
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(events, func(a, b ActivityFields) int { return a.Time.Compare(b.Time) })
	f.DistinctIDs, f.Events = slices.Clone(f.DistinctIDs), events
	return &ActivityFeedResult{days: over, fields: f}, nil
}

// DistinctIDs are the users asked for, in a slice of the caller's own.
func (r *ActivityFeedResult) DistinctIDs() []string { return slices.Clone(r.fields.DistinctIDs) }

// EventCount is how many events there are.
func (r *ActivityFeedResult) EventCount() int { return len(r.fields.Events) }

// Events are the events, ascending by time, in a slice of the caller's own.
func (r *ActivityFeedResult) Events() []Activity {
	return each(r.fields.Events, func(fields ActivityFields) Activity { return Activity{fields} })
}

// MarshalJSON has the keys distinct_ids, from_date, to_date, event_count and events.
func (r *ActivityFeedResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		DistinctIDs []string   `json:"distinct_ids"`
		FromDate    string     `json:"from_date"`
		ToDate      string     `json:"to_date"`
		EventCount  int        `json:"event_count"`
		Events      []Activity `json:"events"`
	}{
		listed(r.fields.DistinctIDs), r.from, r.to, len(r.fields.Events), r.Events(),
	})
}

// Table has a row for each event: event, time, distinct_id (null where it is not known), properties (JSON text).
func (r *ActivityFeedResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *ActivityFeedResult) buildTable() arrow.RecordBatch {
	events := r.fields.Events
	return batchOf(len(events),
		texts("event", each(events, func(f ActivityFields) string { return f.Event })),
		times("time", arrow.Millisecond, each(events, func(f ActivityFields) time.Time { return f.Time })),
		someTexts("distinct_id", each(events, func(f ActivityFields) *string { return orNull(f.DistinctID) })),
		texts("properties", each(events, func(f ActivityFields) string { return string(objectOr(f.Properties)) })))
}
