package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// NumericSumFields are the parts that [NewNumericSum] makes a NumericSumResult from.
type NumericSumFields struct {
	NumericFields

	// Results has the sum for each date. A date begins with YYYY-MM-DD.
	Results map[string]float64
	// ComputedAt is when Mixpanel computed it, in its own words; "" where it does not tell.
	ComputedAt string
}

// NumericSumResult is the sum of a number over an event's occurrences, over time. Its results are the sums by date.
type NumericSumResult struct {
	numeric
	numericResults

	computedAt string
	table      lazyTable
}

// NewNumericSum validates the fields and copies the results; see the package text for the error.
func NewNumericSum(f NumericSumFields) (*NumericSumResult, error) {
	r := &NumericSumResult{numeric: f.common(), numericResults: resultsOf(f.Results), computedAt: f.ComputedAt}
	if err := cmp.Or(r.numeric.check(), r.numericResults.check(), checkText("computed_at", r.computedAt)); err != nil {
		return nil, err
	}
	return r, nil
}

// ComputedAt is when Mixpanel computed it, in its own words; "" where it did not tell.
func (r *NumericSumResult) ComputedAt() string { return r.computedAt }

// MarshalJSON has the keys event, from_date, to_date, property_expr, unit, results ({date: sum}, sorted) and computed_at
// (a text or null).
func (r *NumericSumResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		numericKeys

		Results    map[string]float64 `json:"results"`
		ComputedAt *string            `json:"computed_at"`
	}{r.keys(), r.Results(), orNull(r.computedAt)})
}

// Table has a row for each date: date, sum.
func (r *NumericSumResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch { return r.rows("sum") })
}
