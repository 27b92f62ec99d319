package result

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// StepFields are the parts of a [FunnelStep].
type StepFields struct {
	// Event is the step's event as Mixpanel has it, which may be blank.
	Event string `json:"event"`
	// Count is how many users reached the step; not negative.
	Count int64 `json:"count"`
	// ConversionRate is the fraction of the step before that went on, 0 to 1; 1 for the first step.
	ConversionRate float64 `json:"conversion_rate"`
}

// FunnelStep is one step of a [FunnelResult].
type FunnelStep struct{ fields StepFields }

// Event is the step's event.
func (s FunnelStep) Event() string { return s.fields.Event }

// Count is how many users reached the step.
func (s FunnelStep) Count() int64 { return s.fields.Count }

// ConversionRate is the fraction of the step before that went on, 0 to 1.
func (s FunnelStep) ConversionRate() float64 { return s.fields.ConversionRate }

// MarshalJSON has the keys event, count and conversion_rate.
func (s FunnelStep) MarshalJSON() ([]byte, error) { return encode(s.fields) }

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
	fields FunnelFields
	table  lazyTable
}

// NewFunnel validates the fields and copies the steps; see the package text for the error.
func NewFunnel(f FunnelFields) (*FunnelResult, error) {
	err := cmp.Or(
		checkCount("funnel_id", f.FunnelID),
		checkText("funnel_name", f.FunnelName),
		checkDays("from_date", f.FromDate, "to_date", f.ToDate),
		checkRate("conversion_rate", f.ConversionRate),
	)
	for i, step := range f.Steps {
		place := fmt.Sprintf("steps[%d].", i)
		err = cmp.Or(err, checkText(place+"event", step.Event), checkCount(place+"count", step.Count),
			checkRate(place+"conversion_rate", step.ConversionRate))
	}
	if err != nil {
		return nil, err
	}
	f.Steps = slices.Clone(f.Steps)
	return &FunnelResult{fields: f}, nil
}

// FunnelID is Mixpanel's id of the funnel; 0 where it is not saved there.
func (r *FunnelResult) FunnelID() int64 { return r.fields.FunnelID }

// FunnelName is the funnel's name; "" where it is not known.
func (r *FunnelResult) FunnelName() string { return r.fields.FunnelName }

// FromDate is the first day, YYYY-MM-DD.
func (r *FunnelResult) FromDate() string { return r.fields.FromDate }

// ToDate is the last day, YYYY-MM-DD.
func (r *FunnelResult) ToDate() string { return r.fields.ToDate }

// ConversionRate is the fraction of the first step's users who reached the last, 0 to 1.
func (r *FunnelResult) ConversionRate() float64 { return r.fields.ConversionRate }

// Steps are the steps in the order of the funnel, in a slice of the caller's own.
func (r *FunnelResult) Steps() []FunnelStep {
	steps := make([]FunnelStep, len(r.fields.Steps))
	for i, fields := range r.fields.Steps {
		steps[i] = FunnelStep{fields}
	}
	return steps
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
	}{
		id, r.fields.FunnelName, r.fields.FromDate, r.fields.ToDate, r.fields.ConversionRate, r.Steps(),
	})
}

// Table has a row for each step: step (from 1), event, count, conversion_rate.
func (r *FunnelResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *FunnelResult) buildTable() arrow.RecordBatch {
	var numbers, counts []int64
	var events []string
	var rates []float64
	for i, step := range r.fields.Steps {
		numbers, events = append(numbers, int64(i+1)), append(events, step.Event)
		counts, rates = append(counts, step.Count), append(rates, step.ConversionRate)
	}
	return batchOf(len(numbers), integers("step", numbers), texts("event", events), integers("count", counts),
		floats("conversion_rate", rates))
}
