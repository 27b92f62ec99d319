package plot

import (
	"testing"
)

func TestNoNumberOfAnAxisStandsTwice(t *testing.T) {
	for _, top := range []float64{1003, 9.007199254740993e15, 0.004, 1, 3, 7, 1e300, 1e306, 5e-300} {
		for _, low := range []float64{0, -top, -top / 3} {
			axis := scaleOf(low, top, 10)
			seen := map[string]bool{}
			for _, tick := range axis.ticks() {
				text := Chart{}.number(tick)
				if seen[text] || tick < axis.low-axis.step/2 || tick > axis.high+axis.step/2 {
					t.Errorf("%v to %v: %s twice or outside in %v", low, top, text, axis.ticks())
				}
				seen[text] = true
			}
			if n := len(axis.ticks()); n < 4 || n > 22 || !seen["0"] || axis.low > low*(1-1e-9) || axis.high < top*(1-1e-9) {
				t.Errorf("%v to %v: %v", low, top, axis.ticks())
			}
		}
	}
}
