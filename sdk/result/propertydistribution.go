package result

import (
	"cmp"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// ValueCount is how many events have a value.
type ValueCount struct {
	// Value is the value as text; undefined where a property is absent, null where it is null.
	Value string `json:"value"`
	// Count is the number of events; not negative.
	Count int64 `json:"count"`
	// Percentage is the share of all events, 0 to 100. It is computed, whatever it holds.
	Percentage float64 `json:"percentage"`
}

func (v ValueCount) check(place string) error {
	return cmp.Or(checkText(place+"value", v.Value), checkCount(place+"count", v.Count))
}

// PropertyDistributionFields are the parts that [NewPropertyDistribution] makes a PropertyDistributionResult from.
type PropertyDistributionFields struct {
	// Event and PropertyName are the event and its property. Required.
	Event, PropertyName string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// TotalCount is the number of events, those with other values included; not negative.
	TotalCount int64
	// Values are the most frequent values first. Their counts may add up to more than the total, as each item of a list
	// counts by itself, or to less.
	Values []ValueCount
}

// PropertyDistributionResult is which values a property of an event has, and how often.
type PropertyDistributionResult struct {
	eventRange

	fields PropertyDistributionFields
	table  lazyTable
}

// NewPropertyDistribution validates the fields and copies the values; see the package text for the error.
func NewPropertyDistribution(f PropertyDistributionFields) (*PropertyDistributionResult, error) {
	over := eventRangeOf(f.Event, f.FromDate, f.ToDate)
	err := cmp.Or(over.check(), checkName("property_name", f.PropertyName), checkCount("total_count", f.TotalCount),
		checkEach("values", f.Values, ValueCount.check))
	if err != nil {
		return nil, err
	}
	f.Values = each(f.Values, func(v ValueCount) ValueCount {
		v.Percentage = percentage(v.Count, f.TotalCount)
		return v
	})
	return &PropertyDistributionResult{eventRange: over, fields: f}, nil
}

// PropertyName is the property.
func (r *PropertyDistributionResult) PropertyName() string { return r.fields.PropertyName }

// TotalCount is the number of events.
func (r *PropertyDistributionResult) TotalCount() int64 { return r.fields.TotalCount }

// Values is a copy of the values, the most frequent first.
func (r *PropertyDistributionResult) Values() []ValueCount { return slices.Clone(r.fields.Values) }

// MarshalJSON has the keys event, property_name, from_date, to_date, total_count and values.
func (r *PropertyDistributionResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Event        string       `json:"event"`
		PropertyName string       `json:"property_name"`
		FromDate     string       `json:"from_date"`
		ToDate       string       `json:"to_date"`
		TotalCount   int64        `json:"total_count"`
		Values       []ValueCount `json:"values"`
	}{r.event, r.fields.PropertyName, r.from, r.to, r.fields.TotalCount, r.fields.Values})
}

// Table has a row for each value: value, count, percentage.
func (r *PropertyDistributionResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *PropertyDistributionResult) buildTable() arrow.RecordBatch {
	all := r.fields.Values
	return batchOf(len(all),
		texts("value", each(all, func(v ValueCount) string { return v.Value })),
		integers("count", each(all, func(v ValueCount) int64 { return v.Count })),
		floats("percentage", each(all, func(v ValueCount) float64 { return v.Percentage })))
}
