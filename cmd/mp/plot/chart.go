package plot

import (
	"cmp"
	"fmt"
)

// Kind is the form of a chart.
type Kind int

// The kinds.
const (
	// Lines has a line for each series over the dates.
	Lines Kind = iota
	// Bars has a bar for each name, of the one series.
	Bars
	// Grid has a row for each series and a column for each period.
	Grid
)

// Chart is what is drawn.
type Chart struct {
	Kind  Kind
	Title string
	// Question is what was asked, where the title does not say it; it stands below the title.
	Question string
	// Labels are the dates of Lines, the names of Bars and the columns of a Grid.
	Labels []string
	// Series have a value for each label; NaN where there is none.
	Series []Series
	// Notes stand behind the values of Bars; none where there are none.
	Notes []string
	// Percent says that values are fractions of one.
	Percent bool
	// LeftOut says what the result has and the chart does not, or shows otherwise; "" for nothing.
	LeftOut string
}

// More series or names than these cannot be told apart by anybody.
const (
	maxLines = 6
	maxBars  = 25
	maxRows  = 60
)

// counting says how many of something the chart does not show.
func (c Chart) counting(n int, what string) Chart {
	if n == 0 {
		return c
	}
	return c.leaving(fmt.Sprintf("%s: %d", what, n))
}

// leaving adds to what is said of the chart.
func (c Chart) leaving(note string) Chart {
	if c.LeftOut != "" && note != "" {
		note = c.LeftOut + "; " + note
	}
	c.LeftOut = cmp.Or(note, c.LeftOut)
	return c
}

// first keeps so many series and says what is left out.
func first(series []Series, n int, what, which string) (kept []Series, leftOut string) {
	if len(series) <= n {
		return series, ""
	}
	return series[:n], fmt.Sprintf("left out: %d %s %s", len(series)-n, which, what)
}

// empty says that there is nothing to draw.
func (c Chart) empty() bool { return len(c.Labels) == 0 || len(c.Series) == 0 }

// max is the greatest value, at least the given one.
func (c Chart) max(least float64) float64 {
	for _, series := range c.Series {
		for _, v := range series.Values {
			least = max(least, finite(v))
		}
	}
	return least
}

// lowest is the least value, 0 at most.
func (c Chart) lowest() (least float64) {
	for _, series := range c.Series {
		for _, v := range series.Values {
			least = min(least, finite(v))
		}
	}
	return least
}
