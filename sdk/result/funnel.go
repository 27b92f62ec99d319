package result

import (
	"cmp"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// FunnelFields are the parts that [NewFunnel] makes a FunnelResult from.
type FunnelFields struct {
	// FunnelID is Mixpanel's id of the funnel; 0 for one that is not saved there but was given by its steps.
	FunnelID int64
	// FunnelName is its name; "" where Mixpanel's answer does not tell it.
	FunnelName string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// ConversionRate is the fraction of the first step's users who reached the last, 0 to 1.
	ConversionRate float64
	// Steps are in the order of the funnel; may be none.
	Steps []StepFields
}

// FunnelResult is how many users went from step to step.
type FunnelResult struct {
	days

	fields FunnelFields
	table  lazyTable
}

// NewFunnel validates the fields and copies the steps; see the package text for the error.
func NewFunnel(f FunnelFields) (*FunnelResult, error) {
	over := days{f.FromDate, f.ToDate}
	err := cmp.Or(
		checkCount("funnel_id", f.FunnelID),
		checkText("funnel_name", f.FunnelName),
		over.check(),
		checkRate("conversion_rate", f.ConversionRate),
		checkEach("steps", f.Steps, StepFields.check),
	)
	if err != nil {
		return nil, err
	}
	f.Steps = slices.Clone(f.Steps)
	return &FunnelResult{days: over, fields: f}, nil
}

// FunnelID is Mixpanel's id of the funnel; 0 where it is not saved there.
func (r *FunnelResult) FunnelID() int64 { return r.fields.FunnelID }

// FunnelName is the funnel's name; "" where it is not known.
func (r *FunnelResult) FunnelName() string { return r.fields.FunnelName }

// ConversionRate is the fraction of the first step's users who reached the last, 0 to 1.
func (r *FunnelResult) ConversionRate() float64 { return r.fields.ConversionRate }

// Steps are the steps in the order of the funnel, in a slice of the caller's own.
func (r *FunnelResult) Steps() []FunnelStep {
	return each(r.fields.Steps, func(fields StepFields) FunnelStep { return FunnelStep{fields} })
}

// MarshalJSON has the keys funnel_id (null where it is not saved), funnel_name, from_date, to_date, conversion_rate and steps.
func (r *FunnelResult) MarshalJSON() ([]byte, error) {
	var id *int64
	if r.fields.FunnelID > 0 {
		id = &r.fields.FunnelID
	}
	return encode(struct {
		FunnelID       *int64       `json:"funnel_id"`
		FunnelName     string       `json:"funnel_name"`
		FromDate       string       `json:"from_date"`
		ToDate         string       `json:"to_date"`
		ConversionRate float64      `json:"conversion_rate"`
		Steps          []FunnelStep `json:"steps"`
	}{id, r.fields.FunnelName, r.from, r.to, r.fields.ConversionRate, r.Steps()})
}

// Table has a row for each step: step (from 1), event, count, conversion_rate.
func (r *FunnelResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *FunnelResult) buildTable() arrow.RecordBatch {
	all := r.fields.Steps
	numbers := make([]int64, len(all))
	for i := range all {
		numbers[i] = int64(i + 1)
	}
	return batchOf(len(all),
		integers("step", numbers),
		texts("event", each(all, func(s StepFields) string { return s.Event })),
		integers("count", each(all, func(s StepFields) int64 { return s.Count })),
		floats("conversion_rate", each(all, func(s StepFields) float64 { return s.ConversionRate })))
}
