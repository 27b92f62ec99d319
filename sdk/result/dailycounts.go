package result

import (
	"cmp"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// DailyCount is how often an event happened on a day.
type DailyCount struct {
	// Date is the day, YYYY-MM-DD.
	Date string `json:"date"`
	// Event is the event's name.
	Event string `json:"event"`
	// Count is not negative.
	Count int64 `json:"count"`
}

func (c DailyCount) check(place string) error {
	return cmp.Or(checkMoment(place+"date", c.Date), checkText(place+"event", c.Event), checkCount(place+"count", c.Count))
}

// DailyCountsFields are the parts that [NewDailyCounts] makes a DailyCountsResult from.
type DailyCountsFields struct {
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Events are the events asked for; none means all.
	Events []string
	// Counts may be in any order.
	Counts []DailyCount
}

// DailyCountsResult is how often events happened on each day.
type DailyCountsResult struct {
	days

	fields DailyCountsFields
	table  lazyTable
}

// NewDailyCounts validates the fields and copies the counts, sorted by date and event; see the package text for the error.
func NewDailyCounts(f DailyCountsFields) (*DailyCountsResult, error) {
	over := days{f.FromDate, f.ToDate}
	if err := cmp.Or(over.check(), checkTexts("events", f.Events), checkEach("counts", f.Counts, DailyCount.check)); err != nil {
		return nil, err
	}
	f.Counts, f.Events = listed(f.Counts), slices.Clone(f.Events)
	slices.SortStableFunc(f.Counts, func(a, b DailyCount) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Event, b.Event)) })
	return &DailyCountsResult{days: over, fields: f}, nil
}

// Events are the events asked for; none means all.
func (r *DailyCountsResult) Events() []string { return slices.Clone(r.fields.Events) }

// Counts is a copy of the counts, by date and event.
func (r *DailyCountsResult) Counts() []DailyCount { return slices.Clone(r.fields.Counts) }

// MarshalJSON has the keys from_date, to_date, events (null for all) and counts.
func (r *DailyCountsResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		FromDate string       `json:"from_date"`
		ToDate   string       `json:"to_date"`
		Events   []string     `json:"events"`
		Counts   []DailyCount `json:"counts"`
	}{r.from, r.to, r.fields.Events, r.fields.Counts})
}

// Table has a row for each count: date, event, count.
func (r *DailyCountsResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *DailyCountsResult) buildTable() arrow.RecordBatch {
	all := r.fields.Counts
	return batchOf(len(all),
		texts("date", each(all, func(c DailyCount) string { return c.Date })),
		texts("event", each(all, func(c DailyCount) string { return c.Event })),
		integers("count", each(all, func(c DailyCount) int64 { return c.Count })))
}
