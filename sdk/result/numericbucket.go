package result

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// NumericBucketFields are the parts that [NewNumericBucket] makes a NumericBucketResult from.
type NumericBucketFields struct {
	NumericFields

	// Type is what was counted: general, unique or average; "" is general. It is not part of the JSON.
	Type string
	// Series has a count for each bucket, such as "2,000 - 2,100", and date: not negative, and whole unless Type is average.
	Series Series
}

// NumericBucketResult is how often an event happened over time, by ranges of a number.
type NumericBucketResult struct {
	numeric

	fields NumericBucketFields
	table  lazyTable
}

// NewNumericBucket validates the fields and copies the series; see the package text for the error.
func NewNumericBucket(f NumericBucketFields) (*NumericBucketResult, error) {
	f.Type = cmp.Or(f.Type, general)
	if err := cmp.Or(f.check(), checkCountType(f.Type), checkSeries(f.Series, f.Type)); err != nil {
		return nil, err
	}
	f.Series = copySeries(f.Series)
	return &NumericBucketResult{numeric: f.common(), fields: f}, nil
}

// Type is what was counted: general, unique or average.
func (r *NumericBucketResult) Type() string { return r.fields.Type }

// Series is a copy of the counts by bucket and date; whole unless Type is average.
func (r *NumericBucketResult) Series() Series { return copySeries(r.fields.Series) }

// MarshalJSON has the keys event, from_date, to_date, property_expr, unit and series ({bucket: {date: count}}, both sorted).
func (r *NumericBucketResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Event        string `json:"event"`
		FromDate     string `json:"from_date"`
		ToDate       string `json:"to_date"`
		PropertyExpr string `json:"property_expr"`
		Unit         string `json:"unit"`
		Series       Series `json:"series"`
	}{
		r.event, r.from, r.to, r.expr, r.unit, copySeries(r.fields.Series),
	})
}

// Table has a row for each count: date, bucket, count; ordered by the number that the bucket begins with, then date. The
// counts are int64, and float64 where Type is average.
func (r *NumericBucketResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *NumericBucketResult) buildTable() arrow.RecordBatch {
	buckets := slices.SortedFunc(maps.Keys(r.fields.Series), func(a, b string) int {
		return cmp.Or(cmp.Compare(lowest(a), lowest(b)), cmp.Compare(a, b))
	})
	return tableOfSeries(r.fields.Series, "bucket", buckets, r.fields.Type)
}

// lowest is the number that a bucket begins with; 0 where it begins with none.
func lowest(bucket string) float64 {
	first, _, _ := strings.Cut(bucket, " - ")
	n, err := strconv.ParseFloat(strings.ReplaceAll(first, ",", ""), 64)
	if err != nil || n != n {
		return 0
	}
	return n
}
