package result

import "cmp"

// StepFields are the parts of a [FunnelStep].
type StepFields struct {
	// Event is the step's event as Mixpanel has it, which may be blank.
	Event string `json:"event"`
	// Count is how many users reached the step; not negative.
	Count int64 `json:"count"`
	// ConversionRate is the fraction of the step before that went on, 0 to 1; 1 for the first step.
	ConversionRate float64 `json:"conversion_rate"`
}

func (f StepFields) check(place string) error {
	return cmp.Or(checkText(place+"event", f.Event), checkCount(place+"count", f.Count), checkRate(place+"conversion_rate", f.ConversionRate))
}

// FunnelStep is one step of a [FunnelResult].
type FunnelStep struct{ fields StepFields }

func newStep(fields StepFields) FunnelStep { return FunnelStep{fields} }

// Event is the step's event.
func (s FunnelStep) Event() string { return s.fields.Event }

// Count is how many users reached the step.
func (s FunnelStep) Count() int64 { return s.fields.Count }

// ConversionRate is the fraction of the step before that went on, 0 to 1.
func (s FunnelStep) ConversionRate() float64 { return s.fields.ConversionRate }

// MarshalJSON has the keys event, count and conversion_rate.
func (s FunnelStep) MarshalJSON() ([]byte, error) { return encode(s.fields) }
