package result

import (
	"cmp"
	"strings"

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

// PropertyCountsResult is how often an event happened with each value of a property, over time. Its series has a count for
// each value and date.
type PropertyCountsResult struct {
	period
	counted

	event, property string
	table           lazyTable
}

// NewPropertyCounts validates the fields and copies the series; see the package text for the error.
func NewPropertyCounts(f PropertyCountsFields) (*PropertyCountsResult, error) {
	r := &PropertyCountsResult{
		period: periodOf(f.FromDate, f.ToDate, f.Unit), counted: countedOf(f.Type, f.Series),
		event: f.Event, property: f.PropertyName,
	}
	err := cmp.Or(checkName("event", r.event), checkName("property_name", r.property), r.period.check(), r.counted.check())
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Event is the event that was counted.
func (r *PropertyCountsResult) Event() string { return r.event }

// PropertyName is the property whose values the counts are split by.
func (r *PropertyCountsResult) PropertyName() string { return r.property }

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
	}{r.event, r.property, r.from, r.to, r.unit, r.kind, r.Series()})
}

// Table has a row for each count: date, value, count; ordered by value, then date. The counts are int64, and float64 where
// Type is average.
func (r *PropertyCountsResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch { return r.rows("value", strings.Compare) })
}
