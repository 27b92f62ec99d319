package result

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
)

// NumericPropertySummaryFields are the parts that [NewNumericPropertySummary] makes a NumericPropertySummaryResult from.
type NumericPropertySummaryFields struct {
	// Event and PropertyName are the event and its property. Required.
	Event, PropertyName string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Count is the number of events whose property is a number; not negative. Where it is 0 the figures mean nothing.
	Count int64
	// Min, Max, Sum, Avg and Stddev are figures of these numbers, all finite.
	Min, Max, Sum, Avg, Stddev float64
	// Percentiles are figures by the percentile, 0 to 100.
	Percentiles map[float64]float64
}

// NumericPropertySummaryResult is figures of a property of numbers.
type NumericPropertySummaryResult struct {
	eventRange

	fields NumericPropertySummaryFields
	table  lazyTable
}

// NewNumericPropertySummary validates the fields and copies the percentiles; see the package text for the error.
func NewNumericPropertySummary(f NumericPropertySummaryFields) (*NumericPropertySummaryResult, error) {
	over := eventRangeOf(f.Event, f.FromDate, f.ToDate)
	err := cmp.Or(over.check(), checkName("property_name", f.PropertyName), checkCount("count", f.Count))
	if f.Percentiles = maps.Clone(f.Percentiles); f.Count == 0 {
		f.Min, f.Max, f.Sum, f.Avg, f.Stddev, f.Percentiles = 0, 0, 0, 0, 0, nil
	}
	for i, figure := range []float64{f.Min, f.Max, f.Sum, f.Avg, f.Stddev} {
		err = cmp.Or(err, checkFinite(figures[i], figure))
	}
	for _, percentile := range slices.Sorted(maps.Keys(f.Percentiles)) {
		err = cmp.Or(err, checkFinite(fmt.Sprintf("percentiles[%v]", percentile), f.Percentiles[percentile]))
	}
	if err != nil {
		return nil, err
	}
	return &NumericPropertySummaryResult{eventRange: over, fields: f}, nil
}

// figures are the names of the figures, in the order of tables.
var figures = []string{"min", "max", "sum", "avg", "stddev"}

// PropertyName is the property.
func (r *NumericPropertySummaryResult) PropertyName() string { return r.fields.PropertyName }

// Count is the number of events whose property is a number.
func (r *NumericPropertySummaryResult) Count() int64 { return r.fields.Count }

// Figures are min, max, sum, avg and stddev by these names; none where there are no numbers.
func (r *NumericPropertySummaryResult) Figures() map[string]float64 {
	out := map[string]float64{}
	for i, figure := range r.values() {
		if figure != nil {
			out[figures[i]] = *figure
		}
	}
	return out
}

// values are the figures in their order, nil where there are no numbers.
func (r *NumericPropertySummaryResult) values() []*float64 {
	f := r.fields
	if f.Count == 0 {
		return make([]*float64, len(figures))
	}
	return []*float64{&f.Min, &f.Max, &f.Sum, &f.Avg, &f.Stddev}
}

// Percentiles is a copy of the figures by their percentiles.
func (r *NumericPropertySummaryResult) Percentiles() map[float64]float64 {
	return maps.Clone(r.fields.Percentiles)
}

// MarshalJSON has the keys event, property_name, from_date, to_date, count, min, max, sum, avg, stddev (null where there are
// no numbers) and percentiles ({"50": …}).
func (r *NumericPropertySummaryResult) MarshalJSON() ([]byte, error) {
	known := r.values()
	percentiles := map[string]float64{}
	for percentile, figure := range r.fields.Percentiles {
		percentiles[strconv.FormatFloat(percentile, 'f', -1, 64)] = figure
	}
	return encode(struct {
		Event        string             `json:"event"`
		PropertyName string             `json:"property_name"`
		FromDate     string             `json:"from_date"`
		ToDate       string             `json:"to_date"`
		Count        int64              `json:"count"`
		Min          *float64           `json:"min"`
		Max          *float64           `json:"max"`
		Sum          *float64           `json:"sum"`
		Avg          *float64           `json:"avg"`
		Stddev       *float64           `json:"stddev"`
		Percentiles  map[string]float64 `json:"percentiles"`
	}{
		r.event, r.fields.PropertyName, r.from, r.to, r.fields.Count,
		known[0], known[1], known[2], known[3], known[4], percentiles,
	})
}

// Table has a row for each figure: figure, value; the percentiles are called p50 and so on.
func (r *NumericPropertySummaryResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *NumericPropertySummaryResult) buildTable() arrow.RecordBatch {
	names := append([]string{"count"}, figures...)
	values := append([]*float64{new(float64(r.fields.Count))}, r.values()...)
	for _, percentile := range slices.Sorted(maps.Keys(r.fields.Percentiles)) {
		names = append(names, "p"+strconv.FormatFloat(percentile, 'f', -1, 64))
		values = append(values, new(r.fields.Percentiles[percentile]))
	}
	return batchOf(len(names), texts("figure", names), someFloats("value", values))
}
