package result

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// CohortFields are the parts of a [CohortInfo].
type CohortFields struct {
	// Date begins with the cohort's day, YYYY-MM-DD. Required.
	Date string `json:"date"`
	// Size is how many users the cohort has; not negative.
	Size int64 `json:"size"`
	// Retention is the fraction of them who came back in each period, 0 to 1; may be none.
	Retention []float64 `json:"retention"`
}

func (f CohortFields) clone() CohortFields {
	// Never nil, as JSON readers expect a list.
	f.Retention = append([]float64{}, f.Retention...)
	return f
}

// CohortInfo is one cohort of a [RetentionResult]: the users who did the born event in one unit of time.
type CohortInfo struct{ fields CohortFields }

// Date begins with the cohort's day, YYYY-MM-DD.
func (c CohortInfo) Date() string { return c.fields.Date }

// Size is how many users the cohort has.
func (c CohortInfo) Size() int64 { return c.fields.Size }

// Retention is a copy of the fractions who came back in each period, 0 to 1.
func (c CohortInfo) Retention() []float64 { return slices.Clone(c.fields.Retention) }

// MarshalJSON has the keys date, size and retention.
func (c CohortInfo) MarshalJSON() ([]byte, error) { return encode(c.fields) }

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
	fields RetentionFields
	table  lazyTable
}

// NewRetention validates the fields and copies the cohorts, sorted by date; see the package text for the error.
func NewRetention(f RetentionFields) (*RetentionResult, error) {
	err := cmp.Or(
		checkName("born_event", f.BornEvent),
		checkName("return_event", f.ReturnEvent),
		checkDays("from_date", f.FromDate, "to_date", f.ToDate),
		checkUnit(f.Unit),
	)
	cohorts := make([]CohortFields, len(f.Cohorts))
	for i, cohort := range f.Cohorts {
		err = cmp.Or(err, checkCohort(fmt.Sprintf("cohorts[%d].", i), cohort))
		cohorts[i] = cohort.clone()
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(cohorts, func(a, b CohortFields) int { return cmp.Compare(a.Date, b.Date) })
	f.Cohorts = cohorts
	return &RetentionResult{fields: f}, nil
}

func checkCohort(place string, cohort CohortFields) error {
	if err := cmp.Or(checkMoment(place+"date", cohort.Date), checkCount(place+"size", cohort.Size)); err != nil {
		return err
	}
	for i, rate := range cohort.Retention {
		if err := checkRate(fmt.Sprintf("%sretention[%d]", place, i), rate); err != nil {
			return err
		}
	}
	return nil
}

// BornEvent is the event that makes a user part of a cohort.
func (r *RetentionResult) BornEvent() string { return r.fields.BornEvent }

// ReturnEvent is the event that counts as coming back.
func (r *RetentionResult) ReturnEvent() string { return r.fields.ReturnEvent }

// FromDate is the first day, YYYY-MM-DD.
func (r *RetentionResult) FromDate() string { return r.fields.FromDate }

// ToDate is the last day, YYYY-MM-DD.
func (r *RetentionResult) ToDate() string { return r.fields.ToDate }

// Unit is day, week or month.
func (r *RetentionResult) Unit() string { return r.fields.Unit }

// Cohorts are the cohorts, ascending by date, in a slice of the caller's own.
func (r *RetentionResult) Cohorts() []CohortInfo {
	cohorts := make([]CohortInfo, len(r.fields.Cohorts))
	for i, fields := range r.fields.Cohorts {
		cohorts[i] = CohortInfo{fields}
	}
	return cohorts
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
	}{
		r.fields.BornEvent, r.fields.ReturnEvent, r.fields.FromDate, r.fields.ToDate, r.fields.Unit, r.Cohorts(),
	})
}

// Table has a row for each cohort: cohort_date, cohort_size, and a column period_0, period_1, … for each period of the
// longest cohort, null where a cohort is shorter.
func (r *RetentionResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *RetentionResult) buildTable() arrow.RecordBatch {
	all := r.fields.Cohorts
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
