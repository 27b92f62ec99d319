package jql

import (
	"math"
	"slices"
	"time"

	"github.com/dop251/goja"
)

// period is a length of time that buckets have, as scripts hold it.
type period struct {
	name  string
	start func(t time.Time) time.Time
}

// periods are those of mixpanel.NAME_time_buckets; weeks begin on Monday.
var periods = []*period{
	{"daily", func(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }},
	{"weekly", func(t time.Time) time.Time {
		return t.Truncate(24*time.Hour).AddDate(0, 0, -(int(t.Weekday())+6)%7)
	}},
	{"monthly", func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC) }},
}

// numericBucket is mixpanel.numeric_bucket: an accessor that yields the lower
// bound of the bucket of what another one yields, null outside of all buckets.
func (e *engine) numericBucket(argument, buckets goja.Value) goja.Value {
	access, lower := e.accessor("numeric_bucket", argument), e.lowerBound(given(buckets))
	return e.vm.ToValue(func(item goja.Value) (goja.Value, error) {
		value, err := access(item)
		if err != nil {
			return nil, err
		}
		x, ok := number(value)
		if !ok {
			return goja.Null(), nil
		}
		bound, inside := lower(x)
		if !inside {
			return goja.Null(), nil
		}
		return e.vm.ToValue(bound), nil
	})
}

// lowerBound reads buckets: a period, an array of bounds, or an object of
// bucket_size and offset.
func (e *engine) lowerBound(buckets goja.Value) func(float64) (float64, bool) {
	if p, ok := buckets.Export().(*period); ok {
		return func(x float64) (float64, bool) {
			return float64(p.start(time.UnixMilli(int64(x)).UTC()).UnixMilli()), true
		}
	}
	if elements, ok := e.elements(buckets); ok {
		bounds := make([]float64, 0, len(elements))
		for _, element := range elements {
			if x, ok := number(element); ok {
				bounds = append(bounds, x)
			}
		}
		slices.Sort(bounds)
		return func(x float64) (float64, bool) { return below(bounds, x) }
	}
	size, ok := number(follow(buckets, []string{"bucket_size"}))
	if !ok || size <= 0 {
		panic(e.vm.NewTypeError("numeric_bucket() takes time buckets, an array of bounds, or a bucket_size"))
	}
	offset, _ := number(follow(buckets, []string{"offset"}))
	return func(x float64) (float64, bool) { return math.Floor((x-offset)/size)*size + offset, true }
}

// below returns the last of the bounds that is not above x.
func below(bounds []float64, x float64) (float64, bool) {
	i, found := slices.BinarySearch(bounds, x)
	switch {
	case found:
		return x, true
	case i == 0:
		return 0, false
	}
	return bounds[i-1], true
}
