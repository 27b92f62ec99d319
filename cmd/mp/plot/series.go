package plot

import (
	"math"
	"slices"
)

// Series is a named row of values.
type Series struct {
	Name   string
	Values []float64
}

func (s Series) total() (sum float64) {
	for _, v := range s.Values {
		sum += finite(v)
	}
	return sum
}

// endless is beyond what can be drawn: steps of an axis are not to overflow.
const endless = 1e307

// finite is a value, or 0 where there is none.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return max(min(v, endless), -endless)
}

// blank says that a series has no value.
func (s Series) blank() bool {
	return !slices.ContainsFunc(s.Values, func(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) })
}

func gaps(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = math.NaN()
	}
	return values
}
