package result

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// checkResults wants a finite number for each date.
func checkResults(results map[string]float64) error {
	for _, date := range slices.Sorted(maps.Keys(results)) {
		field := fmt.Sprintf("results[%q]", date)
		if err := cmp.Or(checkMoment(field, date), checkFinite(field, results[date])); err != nil {
			return err
		}
	}
	return nil
}

// copyResults is never nil, as JSON readers expect an object.
func copyResults(results map[string]float64) map[string]float64 {
	out := make(map[string]float64, len(results))
	maps.Copy(out, results)
	return out
}

// tableOfResults has a row for each date.
func tableOfResults(name string, results map[string]float64) arrow.RecordBatch {
	dates := slices.Sorted(maps.Keys(results))
	return batchOf(len(dates), texts("date", dates), floats(name, each(dates, func(date string) float64 { return results[date] })))
}

// NumericSumFields are the parts that [NewNumericSum] makes a NumericSumResult from.
type NumericSumFields struct {
	NumericFields

	// Results has the sum for each date. A date begins with YYYY-MM-DD.
	Results map[string]float64
	// ComputedAt is when Mixpanel computed it, in its own words; "" where it does not tell.
	ComputedAt string
}

// NumericSumResult is the sum of a number over an event's occurrences, over time.
type NumericSumResult struct {
	numeric

	fields NumericSumFields
	table  lazyTable
}

// NewNumericSum validates the fields and copies the results; see the package text for the error.
func NewNumericSum(f NumericSumFields) (*NumericSumResult, error) {
	if err := cmp.Or(f.check(), checkResults(f.Results), checkText("computed_at", f.ComputedAt)); err != nil {
		return nil, err
	}
	f.Results = copyResults(f.Results)
	return &NumericSumResult{numeric: f.common(), fields: f}, nil
}

// Results is a copy of the sums by date.
func (r *NumericSumResult) Results() map[string]float64 { return copyResults(r.fields.Results) }

// ComputedAt is when Mixpanel computed it, in its own words; "" where it did not tell.
func (r *NumericSumResult) ComputedAt() string { return r.fields.ComputedAt }

// MarshalJSON has the keys event, from_date, to_date, property_expr, unit, results ({date: sum}, sorted) and computed_at
// (a text or null).
func (r *NumericSumResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Event        string             `json:"event"`
		FromDate     string             `json:"from_date"`
		ToDate       string             `json:"to_date"`
		PropertyExpr string             `json:"property_expr"`
		Unit         string             `json:"unit"`
		Results      map[string]float64 `json:"results"`
		ComputedAt   *string            `json:"computed_at"`
	}{
		r.event, r.from, r.to, r.expr, r.unit, copyResults(r.fields.Results), orNull(r.fields.ComputedAt),
	})
}

// Table has a row for each date: date, sum.
func (r *NumericSumResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch { return tableOfResults("sum", r.fields.Results) })
}
