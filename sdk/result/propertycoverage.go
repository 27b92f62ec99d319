package result

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
)

// PropertyCovered is in how many events a property has a value.
type PropertyCovered struct {
	// Property is the property's name.
	Property string `json:"property"`
	// Defined is the number of events in which it is there and not null; not negative, and no more than the total.
	Defined int64 `json:"defined_count"`
	// Null is the rest of the events. It is computed, whatever it holds.
	Null int64 `json:"null_count"`
	// Percentage is the share of events with a value, 0 to 100. It is computed, whatever it holds.
	Percentage float64 `json:"coverage_percentage"`
}

func (c PropertyCovered) check(place string, events int64) error {
	err := cmp.Or(checkText(place+"property", c.Property), checkCount(place+"defined_count", c.Defined))
	if err == nil && c.Defined > events {
		err = refuse(place+"defined_count", strconv.FormatInt(c.Defined, 10), "must not be more than total_events")
	}
	return err
}

// PropertyCoverageFields are the parts that [NewPropertyCoverage] makes a PropertyCoverageResult from.
type PropertyCoverageFields struct {
	// Event is the event. Required.
	Event string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// TotalEvents is the number of events; not negative.
	TotalEvents int64
	// Coverage has an entry for each property.
	Coverage []PropertyCovered
}

// PropertyCoverageResult is in how many events properties have a value.
type PropertyCoverageResult struct {
	eventRange

	fields PropertyCoverageFields
	table  lazyTable
}

// NewPropertyCoverage validates the fields and copies the coverage; see the package text for the error.
func NewPropertyCoverage(f PropertyCoverageFields) (*PropertyCoverageResult, error) {
	over := eventRangeOf(f.Event, f.FromDate, f.ToDate)
	check := func(c PropertyCovered, place string) error { return c.check(place, f.TotalEvents) }
	if err := cmp.Or(over.check(), checkCount("total_events", f.TotalEvents), checkEach("coverage", f.Coverage, check)); err != nil {
		return nil, err
	}
	f.Coverage = each(f.Coverage, func(c PropertyCovered) PropertyCovered {
		c.Null, c.Percentage = f.TotalEvents-c.Defined, percentage(c.Defined, f.TotalEvents)
		return c
	})
	return &PropertyCoverageResult{eventRange: over, fields: f}, nil
}

// TotalEvents is the number of events.
func (r *PropertyCoverageResult) TotalEvents() int64 { return r.fields.TotalEvents }

// Coverage is a copy of the entries, in the order asked for.
func (r *PropertyCoverageResult) Coverage() []PropertyCovered { return slices.Clone(r.fields.Coverage) }

// MarshalJSON has the keys event, from_date, to_date, total_events and coverage.
func (r *PropertyCoverageResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Event       string            `json:"event"`
		FromDate    string            `json:"from_date"`
		ToDate      string            `json:"to_date"`
		TotalEvents int64             `json:"total_events"`
		Coverage    []PropertyCovered `json:"coverage"`
	}{r.event, r.from, r.to, r.fields.TotalEvents, r.fields.Coverage})
}

// Table has a row for each property: property, defined_count, null_count, coverage_percentage.
func (r *PropertyCoverageResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *PropertyCoverageResult) buildTable() arrow.RecordBatch {
	all := r.fields.Coverage
	return batchOf(len(all),
		texts("property", each(all, func(c PropertyCovered) string { return c.Property })),
		integers("defined_count", each(all, func(c PropertyCovered) int64 { return c.Defined })),
		integers("null_count", each(all, func(c PropertyCovered) int64 { return c.Null })),
		floats("coverage_percentage", each(all, func(c PropertyCovered) float64 { return c.Percentage })))
}
