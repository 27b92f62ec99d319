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

// endless is beyond what can be drawn, and next to nothing is below it: steps of an axis neither overflow nor vanish.
const (
	endless       = 1e307
	nextToNothing = 1e-300
)

// finite is a value, or 0 where there is none.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) < nextToNothing {
		return 0
	}
	return max(min(v, endless), -endless)
}

// points are the values that lie on the axis; NaN where there is none.
func (s Series) points() []float64 {
	points := make([]float64, len(s.Values))
	for i, v := range s.Values {
		points[i] = finite(v)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			points[i] = math.NaN()
		}
	}
	return points
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
