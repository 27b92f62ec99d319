package plot

import (
	"math"
	"strconv"
)

// number is a value in few characters.
func (c Chart) number(v float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case c.Percent:
		return strconv.FormatFloat(v*100, 'f', 0, 64) + "%"
	case math.Abs(v) >= 1e18:
		return strconv.FormatFloat(v, 'g', 4, 64)
	case v == math.Trunc(v):
		return grouped(v)
	case math.Abs(v) >= 1000:
		return grouped(math.Round(v))
	case math.Abs(v) < 1 && math.Round(v*100)/100 != v:
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// grouped has a comma at each thousand.
func grouped(v float64) string {
	digits, sign := strconv.FormatFloat(math.Abs(v), 'f', 0, 64), ""
	if v < 0 {
		sign = "-"
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}
