package result

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// TotalSegment is the one segment of a series that is not segmented.
const TotalSegment = "total"

// SegmentationFields are the parts that [NewSegmentation] makes a SegmentationResult from.
type SegmentationFields struct {
	// Event is the event that was counted. Required.
	Event string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// Unit is minute, hour, day, week or month. Required.
	Unit string
	// Type is what was counted: general, unique or average; "" is general. It is not part of the JSON.
	Type string
	// SegmentProperty is the property the counts are split by; "" where they are not.
	SegmentProperty string
	// Total is the sum over all segments and dates; not negative.
	Total float64
	// Series has a count for each segment and date: not negative, and whole unless Type is average. Without a
	// SegmentProperty the one segment is [TotalSegment], although Mixpanel answers with the event's name.
	Series Series
}

// SegmentationResult is how often an event happened over time, split by a property or not.
type SegmentationResult struct {
	fields SegmentationFields
	table  lazyTable
}

// NewSegmentation validates the fields and copies the series; see the package text for the error.
func NewSegmentation(f SegmentationFields) (*SegmentationResult, error) {
	f.Type = cmp.Or(f.Type, general)
	err := cmp.Or(
		checkName("event", f.Event),
		checkDays("from_date", f.FromDate, "to_date", f.ToDate),
		checkUnit(f.Unit),
		checkCountType(f.Type),
		checkText("segment_property", f.SegmentProperty),
		checkCounted("total", f.Total, f.Type),
		checkSegments(f),
		checkSeries(f.Series, f.Type),
	)
	if err != nil {
		return nil, err
	}
	f.Series = copySeries(f.Series)
	return &SegmentationResult{fields: f}, nil
}

func checkSegments(f SegmentationFields) error {
	for _, segment := range slices.Sorted(maps.Keys(f.Series)) {
		if f.SegmentProperty == "" && segment != TotalSegment {
			return refuse(fmt.Sprintf("series[%q]", segment), segment, "must be "+TotalSegment+" where there is no segment_property")
		}
	}
	return nil
}

// Event is the event that was counted.
func (r *SegmentationResult) Event() string { return r.fields.Event }

// FromDate is the first day, YYYY-MM-DD.
func (r *SegmentationResult) FromDate() string { return r.fields.FromDate }

// ToDate is the last day, YYYY-MM-DD.
func (r *SegmentationResult) ToDate() string { return r.fields.ToDate }

// Unit is minute, hour, day, week or month.
func (r *SegmentationResult) Unit() string { return r.fields.Unit }

// Type is what was counted: general, unique or average.
func (r *SegmentationResult) Type() string { return r.fields.Type }

// SegmentProperty is the property the counts are split by; "" where they are not.
func (r *SegmentationResult) SegmentProperty() string { return r.fields.SegmentProperty }

// Total is the sum over all segments and dates; whole unless Type is average.
func (r *SegmentationResult) Total() float64 { return r.fields.Total }

// Series is a copy of the counts by segment and date; whole unless Type is average.
func (r *SegmentationResult) Series() Series { return copySeries(r.fields.Series) }

// MarshalJSON has the keys event, from_date, to_date, unit, segment_property (a name or null), total and series
// ({segment: {date: count}}, both sorted).
func (r *SegmentationResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Event           string  `json:"event"`
		FromDate        string  `json:"from_date"`
		ToDate          string  `json:"to_date"`
		Unit            string  `json:"unit"`
		SegmentProperty *string `json:"segment_property"`
		Total           float64 `json:"total"`
		Series          Series  `json:"series"`
	}{
		r.fields.Event, r.fields.FromDate, r.fields.ToDate, r.fields.Unit, orNull(r.fields.SegmentProperty), r.fields.Total, r.fields.Series,
	})
}

// Table has a row for each count: date, segment, count; ordered by segment, then date. The counts are int64, and float64
// where Type is average.
func (r *SegmentationResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *SegmentationResult) buildTable() arrow.RecordBatch {
	return tableOfSeries(r.fields.Series, "segment", slices.Sorted(maps.Keys(r.fields.Series)), r.fields.Type)
}
