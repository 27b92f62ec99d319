package plot

import (
	"math"
	"slices"
	"strconv"
)

// scale is an axis of numbers with round steps. Zero is always on it, so that lengths and heights can be compared.
type scale struct{ low, high, step float64 }

// scaleOf holds values from low to high in about so many steps, never more than twice as many.
func scaleOf(low, high float64, steps int) scale {
	low, high = min(low, 0), max(high, 0)
	if low == high {
		return scale{0, float64(steps), 1}
	}
	// Halves, so that the difference of the greatest numbers is a number.
	rough := (high/2 - low/2) / float64(steps) * 2
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	step := power * 10
	for _, times := range []float64{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8} {
		if power*times*(1+1e-12) >= rough {
			step = power * times
			break
		}
	}
	if math.IsInf(step, 0) || step == 0 {
		return scale{low, high, rough}
	}
	return from(low, high, step)
}

// from is the axis of whole steps that holds values from low to high.
func from(low, high, step float64) scale {
	return scale{-math.Ceil(-low/step-1e-9) * step, math.Ceil(high/step-1e-9) * step, step}
}

// ticks are the numbers on the axis, from the least.
func (s scale) ticks() []float64 {
	n := s.steps()
	ticks := make([]float64, n+1)
	for i := range ticks {
		ticks[i] = s.snapped(s.low + float64(i)*s.step)
	}
	return ticks
}

func (s scale) steps() int { return max(int(math.Round(s.high/s.step-s.low/s.step)), 1) }

// snapped is the number of the axis next to a value, without the dust of adding.
func (s scale) snapped(v float64) float64 {
	round, err := strconv.ParseFloat(strconv.FormatFloat(math.Round(v/s.step)*s.step, 'g', 12, 64), 64)
	if err != nil || round == 0 { // no -0
		return 0
	}
	return round
}

// at is where a value stands on so long an axis.
func (s scale) at(v float64, length int) int {
	return int(math.Round((v/2 - s.low/2) / (s.high/2 - s.low/2) * float64(length)))
}

// scale is an axis for all values of the chart. The axis of whole things has whole steps, or whole numbers of steps to one.
func (c Chart) scale(steps int) scale {
	axis := scaleOf(c.lowest(), c.max(0), steps)
	switch {
	case axis.step == math.Trunc(axis.step) || !c.whole():
		return axis
	case axis.step > 1:
		return from(c.lowest(), c.max(0), math.Ceil(axis.step))
	}
	low, high := c.lowest(), c.max(0)
	return scale{low, high, 1 / float64(max(steps/int(high-low), 1))}
}

// tick is what stands at a place of the axis: nothing between whole things.
func (c Chart) tick(v float64) string {
	if c.whole() && v != math.Trunc(v) {
		return ""
	}
	return c.number(v)
}

// whole says that all values are whole numbers.
func (c Chart) whole() bool {
	for _, series := range c.Series {
		if slices.ContainsFunc(series.Values, func(v float64) bool { return v != math.Trunc(v) && !math.IsNaN(v) }) {
			return false
		}
	}
	return true
}
