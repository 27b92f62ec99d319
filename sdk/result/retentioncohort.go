package result

import (
	"cmp"
	"fmt"
	"slices"
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

func (f CohortFields) check(place string) error {
	if err := cmp.Or(checkMoment(place+"date", f.Date), checkCount(place+"size", f.Size)); err != nil {
		return err
	}
	for i, rate := range f.Retention {
		if err := checkRate(fmt.Sprintf("%sretention[%d]", place, i), rate); err != nil {
			return err
		}
	}
	return nil
}

func (f CohortFields) clone() CohortFields {
	f.Retention = listed(f.Retention)
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
