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
	// Steps are in the order of the funnel, with everybody in them; may be none.
	Steps []StepFields
	// SegmentProperty is the property the funnel is split by; "" where it is not.
	SegmentProperty string
	// Segments has the steps of each segment; none without a SegmentProperty. A user may be in several.
	Segments map[string][]StepFields
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
		checkText("segment_property", f.SegmentProperty),
		f.checkSegments(),
	)
	if err != nil {
		return nil, err
	}
	f.Steps, f.Segments = slices.Clone(f.Steps), f.cloneSegments()
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
	return each(r.fields.Steps, newStep)
}

// WithName is the same answer with the funnel's name.
func (r *FunnelResult) WithName(name string) (*FunnelResult, error) {
	fields := r.fields
	fields.FunnelName = name
	return NewFunnel(fields)
}

// MarshalJSON has the keys funnel_id (null where it is not saved), funnel_name, from_date, to_date, conversion_rate and
// steps; where the funnel is split, segment_property and segments ({segment: steps}, sorted) too.
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

		SegmentProperty string                  `json:"segment_property,omitempty"`
		Segments        map[string][]FunnelStep `json:"segments,omitzero"`
	}{id, r.fields.FunnelName, r.from, r.to, r.fields.ConversionRate, r.Steps(), r.fields.SegmentProperty, r.Segments()})
}

// Table has a row for each step: step (from 1), event, count, conversion_rate. Where the funnel is split the column segment
// comes before them, and behind the rows of everybody, whose segment is [Everybody], are those of each segment in order.
func (r *FunnelResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *FunnelResult) buildTable() arrow.RecordBatch {
	rows := stepRows(Everybody, r.fields.Steps)
	for _, segment := range sortedKeys(r.fields.Segments) {
		rows = append(rows, stepRows(segment, r.fields.Segments[segment])...)
	}
	columns := []column{
		integers("step", each(rows, func(s stepRow) int64 { return s.number })),
		texts("event", each(rows, func(s stepRow) string { return s.Event })),
		integers("count", each(rows, func(s stepRow) int64 { return s.Count })),
		floats("conversion_rate", each(rows, func(s stepRow) float64 { return s.ConversionRate })),
	}
	if r.fields.SegmentProperty != "" {
		columns = slices.Insert(columns, 0, texts("segment", each(rows, func(s stepRow) string { return s.segment })))
	}
	return batchOf(len(rows), columns...)
}
