package result

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// RetentionFields are the parts that [NewRetention] makes a RetentionResult from.
type RetentionFields struct {
	// BornEvent is the event that makes a user part of a cohort. Required.
	BornEvent string
	// ReturnEvent is the event that counts as coming back. Required.
	ReturnEvent string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Unit is day, week or month. Required.
	Unit string
	// Cohorts may be in any order and of different lengths.
	Cohorts []CohortFields
}

// RetentionResult is how many users came back, by the time they first came.
type RetentionResult struct {
	period

	born, again string
	cohorts     []CohortFields
	table       lazyTable
}

// NewRetention validates the fields and copies the cohorts, sorted by date; see the package text for the error.
func NewRetention(f RetentionFields) (*RetentionResult, error) {
	r := &RetentionResult{
		period: periodOf(f.FromDate, f.ToDate, f.Unit), born: f.BornEvent, again: f.ReturnEvent,
		cohorts: each(f.Cohorts, CohortFields.clone),
	}
	err := cmp.Or(
		checkName("born_event", r.born), checkName("return_event", r.again), r.check(),
		checkEach("cohorts", r.cohorts, CohortFields.check),
	)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(r.cohorts, func(a, b CohortFields) int { return cmp.Compare(a.Date, b.Date) })
	return r, nil
}

// BornEvent is the event that makes a user part of a cohort.
func (r *RetentionResult) BornEvent() string { return r.born }

// ReturnEvent is the event that counts as coming back.
func (r *RetentionResult) ReturnEvent() string { return r.again }

// Cohorts are the cohorts, ascending by date, in a slice of the caller's own.
func (r *RetentionResult) Cohorts() []CohortInfo {
	return each(r.cohorts, func(fields CohortFields) CohortInfo { return CohortInfo{fields} })
}

// MarshalJSON has the keys born_event, return_event, from_date, to_date, unit and cohorts.
func (r *RetentionResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		BornEvent   string       `json:"born_event"`
		ReturnEvent string       `json:"return_event"`
		FromDate    string       `json:"from_date"`
		ToDate      string       `json:"to_date"`
		Unit        string       `json:"unit"`
		Cohorts     []CohortInfo `json:"cohorts"`
	}{r.born, r.again, r.from, r.to, r.unit, r.Cohorts()})
}

// Table has a row for each cohort: cohort_date, cohort_size, and a column period_0, period_1, … for each period of the
// longest cohort, null where a cohort is shorter.
func (r *RetentionResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *RetentionResult) buildTable() arrow.RecordBatch {
	all := r.cohorts
	rates := each(all, func(c CohortFields) []float64 { return c.Retention })
	columns := []column{
		texts("cohort_date", each(all, func(c CohortFields) string { return c.Date })),
		integers("cohort_size", each(all, func(c CohortFields) int64 { return c.Size })),
	}
	for period := range longest(rates) {
		columns = append(columns, someFloats(fmt.Sprintf("period_%d", period), across(rates, period)))
	}
	return batchOf(len(all), columns...)
}
