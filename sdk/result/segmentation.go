package result

import (
	"cmp"
	"fmt"
	"strings"

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

// SegmentationResult is how often an event happened over time, split by a property or not. Its series has a count for each
// segment and date.
type SegmentationResult struct {
	period
	counted

	event, property string
	total           float64
	table           lazyTable
}

// NewSegmentation validates the fields and copies the series; see the package text for the error.
func NewSegmentation(f SegmentationFields) (*SegmentationResult, error) {
	r := &SegmentationResult{
		period: periodOf(f.FromDate, f.ToDate, f.Unit), counted: countedOf(cmp.Or(f.Type, general), f.Series),
		event: f.Event, property: f.SegmentProperty, total: f.Total,
	}
	err := cmp.Or(
		checkName("event", r.event),
		r.period.check(),
		r.counted.check(),
		checkText("segment_property", r.property),
		r.checkCount("total", r.total),
		r.checkSegments(),
	)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (r *SegmentationResult) checkSegments() error {
	for _, segment := range sortedKeys(r.series) {
		if r.property == "" && segment != TotalSegment {
			return refuse(fmt.Sprintf("series[%q]", segment), segment, "must be "+TotalSegment+" where there is no segment_property")
		}
	}
	return nil
}

// Event is the event that was counted.
func (r *SegmentationResult) Event() string { return r.event }

// SegmentProperty is the property the counts are split by; "" where they are not.
func (r *SegmentationResult) SegmentProperty() string { return r.property }

// Total is the sum over all segments and dates; whole unless Type is average.
func (r *SegmentationResult) Total() float64 { return r.total }

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
	}{r.event, r.from, r.to, r.unit, orNull(r.property), r.total, r.Series()})
}

// Table has a row for each count: date, segment, count; ordered by segment, then date. The counts are int64, and float64
// where Type is average.
func (r *SegmentationResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch { return r.rows("segment", strings.Compare) })
}
