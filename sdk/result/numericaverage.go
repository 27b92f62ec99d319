package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// NumericAverageFields are the parts that [NewNumericAverage] makes a NumericAverageResult from.
type NumericAverageFields struct {
	NumericFields

	// Results has the average for each date. A date begins with YYYY-MM-DD.
	Results map[string]float64
}

// NumericAverageResult is the average of a number over an event's occurrences, over time. Its results are the averages by
// date.
type NumericAverageResult struct {
	numeric
	numericResults

	table lazyTable
}

// NewNumericAverage validates the fields and copies the results; see the package text for the error.
func NewNumericAverage(f NumericAverageFields) (*NumericAverageResult, error) {
	r := &NumericAverageResult{numeric: f.common(), numericResults: resultsOf(f.Results)}
	if err := cmp.Or(r.numeric.check(), r.numericResults.check()); err != nil {
		return nil, err
	}
	return r, nil
}

// MarshalJSON has the keys event, from_date, to_date, property_expr, unit and results ({date: average}, sorted).
func (r *NumericAverageResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		numericKeys

		Results map[string]float64 `json:"results"`
	}{r.keys(), r.Results()})
}

// Table has a row for each date: date, average.
func (r *NumericAverageResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch { return r.rows("average") })
}
