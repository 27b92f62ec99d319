package result

import (
	"cmp"
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

// NumericBucketResult is how often an event happened over time, by ranges of a number. Its series has a count for each
// bucket and date.
type NumericBucketResult struct {
	numeric
	counted

	table lazyTable
}

// NewNumericBucket validates the fields and copies the series; see the package text for the error.
func NewNumericBucket(f NumericBucketFields) (*NumericBucketResult, error) {
	r := &NumericBucketResult{numeric: f.common(), counted: countedOf(cmp.Or(f.Type, general), f.Series)}
	if err := cmp.Or(r.numeric.check(), r.counted.check()); err != nil {
		return nil, err
	}
	return r, nil
}

// MarshalJSON has the keys event, from_date, to_date, property_expr, unit and series ({bucket: {date: count}}, both sorted).
func (r *NumericBucketResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		numericKeys

		Series Series `json:"series"`
	}{r.keys(), r.Series()})
}

// Table has a row for each count: date, bucket, count; ordered by the number that the bucket begins with, then date. The
// counts are int64, and float64 where Type is average.
func (r *NumericBucketResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch { return r.rows("bucket", byLowest) })
}

// byLowest orders buckets by the number that they begin with.
func byLowest(a, b string) int {
	return cmp.Or(cmp.Compare(lowest(a), lowest(b)), cmp.Compare(a, b))
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
