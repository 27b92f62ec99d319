package result

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// FlowsFields are the parts that [NewFlows] makes a FlowsResult from.
type FlowsFields struct {
	// BookmarkID is Mixpanel's id of the report; positive.
	BookmarkID int64
	// ComputedAt is when Mixpanel computed it, in its own words; "" where it does not tell.
	ComputedAt string
	// Steps and Breakdowns are JSON arrays, as Mixpanel wrote them; nil is empty.
	Steps, Breakdowns json.RawMessage
	// OverallConversionRate is the fraction of users who went the whole way, 0 to 1.
	OverallConversionRate float64
	// Metadata is a JSON object, as Mixpanel wrote it; nil is empty.
	Metadata json.RawMessage
}

// FlowsResult is which ways users took from step to step, as a saved flows report shows it.
type FlowsResult struct {
	fields FlowsFields
	steps  []json.RawMessage
	table  lazyTable
}

// NewFlows validates the fields and copies them; see the package text for the error.
func NewFlows(f FlowsFields) (*FlowsResult, error) {
	err := cmp.Or(
		checkID("bookmark_id", f.BookmarkID),
		checkText("computed_at", f.ComputedAt),
		checkRate("overall_conversion_rate", f.OverallConversionRate),
	)
	var errs [3]error
	f.Steps, errs[0] = listOf("steps", f.Steps)
	f.Breakdowns, errs[1] = listOf("breakdowns", f.Breakdowns)
	f.Metadata, errs[2] = objectOf("metadata", f.Metadata)
	if err = cmp.Or(err, cmp.Or(errs[:]...)); err != nil {
		return nil, err
	}
	r := &FlowsResult{fields: f}
	if err := json.Unmarshal(listOr(f.Steps), &r.steps); err != nil {
		return nil, refuse("steps", "", "must be a JSON array: "+err.Error())
	}
	return r, nil
}

// BookmarkID is Mixpanel's id of the report.
func (r *FlowsResult) BookmarkID() int64 { return r.fields.BookmarkID }

// ComputedAt is when Mixpanel computed it, in its own words; "" where it did not tell.
func (r *FlowsResult) ComputedAt() string { return r.fields.ComputedAt }

// Steps is a copy of the steps, a JSON array without white space.
func (r *FlowsResult) Steps() json.RawMessage { return slices.Clone(listOr(r.fields.Steps)) }

// Breakdowns is a copy of the breakdowns, a JSON array without white space.
func (r *FlowsResult) Breakdowns() json.RawMessage { return slices.Clone(listOr(r.fields.Breakdowns)) }

// OverallConversionRate is the fraction of users who went the whole way, 0 to 1.
func (r *FlowsResult) OverallConversionRate() float64 { return r.fields.OverallConversionRate }

// Metadata is a copy of what Mixpanel tells beside, a JSON object without white space.
func (r *FlowsResult) Metadata() json.RawMessage { return slices.Clone(objectOr(r.fields.Metadata)) }

// MarshalJSON has the keys bookmark_id, computed_at (a text or null), steps, breakdowns, overall_conversion_rate and
// metadata.
func (r *FlowsResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		BookmarkID            int64           `json:"bookmark_id"`
		ComputedAt            *string         `json:"computed_at"`
		Steps                 json.RawMessage `json:"steps"`
		Breakdowns            json.RawMessage `json:"breakdowns"`
		OverallConversionRate float64         `json:"overall_conversion_rate"`
		Metadata              json.RawMessage `json:"metadata"`
	}{
		r.fields.BookmarkID, orNull(r.fields.ComputedAt), listOr(r.fields.Steps), listOr(r.fields.Breakdowns),
		r.fields.OverallConversionRate, objectOr(r.fields.Metadata),
	})
}

// Table has a row for each way from an event of a step to one of the next: step (from 1), event, type, count, next_event,
// next_type, next_count; the last three are null for an event that nothing follows. Steps of another form than Mixpanel's
// nodes and edges have a row each, with a column for each of their keys, as [JQLResult.Table] has it.
func (r *FlowsResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch {
		if nodes, ok := nodesOf(r.steps); ok {
			return tableOfNodes(nodes)
		}
		return tableOfJSON(r.steps)
	})
}
