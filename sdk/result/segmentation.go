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
	// Unit is day, week or month. Required.
	Unit string
	// SegmentProperty is the property the counts are split by; "" where they are not.
	SegmentProperty string
	// Total is the count over all segments and dates; not negative.
	Total int64
	// Series has a count, not negative, for each segment and date. A date begins with YYYY-MM-DD. Without a SegmentProperty
	// the one segment is [TotalSegment], although Mixpanel answers with the event's name.
	Series map[string]map[string]int64
}

// SegmentationResult is how often an event happened over time, split by a property or not.
type SegmentationResult struct {
	fields SegmentationFields
	table  lazyTable
}

// NewSegmentation validates the fields and copies the series; see the package text for the error.
func NewSegmentation(f SegmentationFields) (*SegmentationResult, error) {
	err := cmp.Or(
		checkName("event", f.Event),
		checkDays("from_date", f.FromDate, "to_date", f.ToDate),
		checkUnit(f.Unit),
		checkText("segment_property", f.SegmentProperty),
		checkCount("total", f.Total),
		checkSeries(f),
	)
	if err != nil {
		return nil, err
	}
	f.Series = copySeries(f.Series)
	return &SegmentationResult{fields: f}, nil
}

func checkSeries(f SegmentationFields) error {
	for _, segment := range slices.Sorted(maps.Keys(f.Series)) {
		field := fmt.Sprintf("series[%q]", segment)
		if err := checkText(field, segment); err != nil {
			return err
		}
		if f.SegmentProperty == "" && segment != TotalSegment {
			return refuse(field, segment, "must be "+TotalSegment+" where there is no segment_property")
		}
		for _, date := range slices.Sorted(maps.Keys(f.Series[segment])) {
			place := fmt.Sprintf("%s[%q]", field, date)
			if err := cmp.Or(checkMoment(place, date), checkCount(place, f.Series[segment][date])); err != nil {
				return err
			}
		}
	}
	return nil
}

// copySeries copies both levels; what was nil is empty, as JSON readers expect an object.
func copySeries(series map[string]map[string]int64) map[string]map[string]int64 {
	out := make(map[string]map[string]int64, len(series))
	for segment, counts := range series {
		out[segment] = make(map[string]int64, len(counts))
		maps.Copy(out[segment], counts)
	}
	return out
}

// Event is the event that was counted.
func (r *SegmentationResult) Event() string { return r.fields.Event }

// FromDate is the first day, YYYY-MM-DD.
func (r *SegmentationResult) FromDate() string { return r.fields.FromDate }

// ToDate is the last day, YYYY-MM-DD.
func (r *SegmentationResult) ToDate() string { return r.fields.ToDate }

// Unit is day, week or month.
func (r *SegmentationResult) Unit() string { return r.fields.Unit }

// SegmentProperty is the property the counts are split by; "" where they are not.
func (r *SegmentationResult) SegmentProperty() string { return r.fields.SegmentProperty }

// Total is the count over all segments and dates.
func (r *SegmentationResult) Total() int64 { return r.fields.Total }

// Series is a copy of the counts by segment and date.
func (r *SegmentationResult) Series() map[string]map[string]int64 { return copySeries(r.fields.Series) }

// MarshalJSON has the keys event, from_date, to_date, unit, segment_property (a name or null), total and series
// ({segment: {date: count}}, both sorted).
func (r *SegmentationResult) MarshalJSON() ([]byte, error) {
	var property *string
	if r.fields.SegmentProperty != "" {
		property = &r.fields.SegmentProperty
	}
	return encode(struct {
		Event           string                      `json:"event"`
		FromDate        string                      `json:"from_date"`
		ToDate          string                      `json:"to_date"`
		Unit            string                      `json:"unit"`
		SegmentProperty *string                     `json:"segment_property"`
		Total           int64                       `json:"total"`
		Series          map[string]map[string]int64 `json:"series"`
	}{
		r.fields.Event, r.fields.FromDate, r.fields.ToDate, r.fields.Unit, property, r.fields.Total, r.fields.Series,
	})
}

// Table has a row for each count: date, segment, count; ordered by segment, then date.
func (r *SegmentationResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *SegmentationResult) buildTable() arrow.RecordBatch {
	var dates, segments []string
	var counts []int64
	for _, segment := range slices.Sorted(maps.Keys(r.fields.Series)) {
		for _, date := range slices.Sorted(maps.Keys(r.fields.Series[segment])) {
			dates, segments = append(dates, date), append(segments, segment)
			counts = append(counts, r.fields.Series[segment][date])
		}
	}
	return batchOf(len(counts), texts("date", dates), texts("segment", segments), integers("count", counts))
}
