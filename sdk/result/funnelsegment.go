package result

import (
	"cmp"
	"fmt"
	"slices"
)

// Everybody is the segment of all users in the rows of a funnel that is split, as Mixpanel calls it.
const Everybody = "$overall"

func (f FunnelFields) checkSegments() error {
	for _, segment := range sortedKeys(f.Segments) {
		place := fmt.Sprintf("segments[%q]", segment)
		if f.SegmentProperty == "" {
			return refuse(place, segment, "must not be there where there is no segment_property")
		}
		if err := cmp.Or(checkText(place, segment), checkEach(place, f.Segments[segment], StepFields.check)); err != nil {
			return err
		}
	}
	return nil
}

// cloneSegments copies both levels; there are none, and not nil, where a split has none.
func (f FunnelFields) cloneSegments() map[string][]StepFields {
	if f.SegmentProperty == "" {
		return nil
	}
	own := make(map[string][]StepFields, len(f.Segments))
	for segment, steps := range f.Segments {
		own[segment] = slices.Clone(steps)
	}
	return own
}

// SegmentProperty is the property the funnel is split by; "" where it is not.
func (r *FunnelResult) SegmentProperty() string { return r.fields.SegmentProperty }

// Segments are the steps of each segment, in a map of the caller's own; nil where the funnel is not split.
func (r *FunnelResult) Segments() map[string][]FunnelStep {
	if r.fields.SegmentProperty == "" {
		return nil
	}
	segments := make(map[string][]FunnelStep, len(r.fields.Segments))
	for segment, steps := range r.fields.Segments {
		segments[segment] = each(steps, newStep)
	}
	return segments
}

// stepRow is a row of a funnel's table.
type stepRow struct {
	StepFields

	segment string
	number  int64
}

func stepRows(segment string, steps []StepFields) []stepRow {
	rows := make([]stepRow, len(steps))
	for i, step := range steps {
		rows[i] = stepRow{step, segment, int64(i + 1)}
	}
	return rows
}
