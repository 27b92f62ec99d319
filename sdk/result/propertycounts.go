package result

import (
	"cmp"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// PropertyCountsFields are the parts that [NewPropertyCounts] makes a PropertyCountsResult from.
type PropertyCountsFields struct {
	// Event is the event that was counted. Required.
	Event string
	// PropertyName is the property whose values the counts are split by. Required.
	PropertyName string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Unit is minute, hour, day, week or month. Required.
	Unit string
	// Type is what was counted: general, unique or average. Required.
	Type string
	// Series has a count for each value and date: not negative, and whole unless Type is average.
	Series Series
}

// PropertyCountsResult is how often an event happened with each value of a property, over time.
type PropertyCountsResult struct {
	period

	fields PropertyCountsFields
	table  lazyTable
}

// NewPropertyCounts validates the fields and copies the series; see the package text for the error.
func NewPropertyCounts(f PropertyCountsFields) (*PropertyCountsResult, error) {
	over := period{f.FromDate, f.ToDate, f.Unit}
	err := cmp.Or(
		checkName("event", f.Event),
		checkName("property_name", f.PropertyName),
		over.check(),
		checkCountType(f.Type),
		checkSeries(f.Series, f.Type),
	)
	if err != nil {
		return nil, err
	}
	f.Series = copySeries(f.Series)
	return &PropertyCountsResult{period: over, fields: f}, nil
}

// Event is the event that was counted.
func (r *PropertyCountsResult) Event() string { return r.fields.Event }

// PropertyName is the property whose values the counts are split by.
func (r *PropertyCountsResult) PropertyName() string { return r.fields.PropertyName }

// Type is what was counted: general, unique or average.
func (r *PropertyCountsResult) Type() string { return r.fields.Type }

// Series is a copy of the counts by value and date; whole unless Type is average.
func (r *PropertyCountsResult) Series() Series { return copySeries(r.fields.Series) }

// MarshalJSON has the keys event, property_name, from_date, to_date, unit, type and series ({value: {date: count}}, both
// sorted).
func (r *PropertyCountsResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Event        string `json:"event"`
		PropertyName string `json:"property_name"`
		FromDate     string `json:"from_date"`
		ToDate       string `json:"to_date"`
		Unit         string `json:"unit"`
		Type         string `json:"type"`
		Series       Series `json:"series"`
	}{
		r.fields.Event, r.fields.PropertyName, r.from, r.to, r.unit, r.fields.Type, copySeries(r.fields.Series),
	})
}

// Table has a row for each count: date, value, count; ordered by value, then date. The counts are int64, and float64 where
// Type is average.
func (r *PropertyCountsResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *PropertyCountsResult) buildTable() arrow.RecordBatch {
	return tableOfSeries(r.fields.Series, "value", slices.Sorted(maps.Keys(r.fields.Series)), r.fields.Type)
}
