package plot

import (
	"math"
	"slices"
	"strings"
)

// The columns of a comparison of the local answer with that of Mixpanel.
var compared = []string{"place", "measure", "local", "live", "difference"}

// comparison draws the two answers beside each other: a line for each by date, or a bar for each. Where they have numbers of
// several kinds, those of the first are drawn.
func (c Chart) comparison(t columns) Chart {
	var places []string
	var pairs [][2]float64
	measures := t.column(1)
	for row, place := range t.column(0) {
		if measures[row] == measures[0] {
			places, pairs = append(places, place), append(pairs, [2]float64{t.number(2, row), t.number(3, row)})
		}
	}
	if others := slices.Compact(slices.Sorted(slices.Values(measures))); len(others) > 1 {
		others = slices.DeleteFunc(others, func(measure string) bool { return measure == measures[0] })
		c = c.leaving("not drawn: " + strings.Join(others, ", "))
	}
	sides := [2]string{"local", "live"}
	if c, ok := c.comparedByDate(places, pairs, sides); ok {
		return c
	}
	c.Kind = Bars
	values := []float64{}
	for i, place := range places {
		for side, name := range sides {
			c.Labels, values = append(c.Labels, place+" · "+name), append(values, pairs[i][side])
		}
	}
	if len(measures) == 0 {
		measures = []string{""}
	}
	c.Series = []Series{{measures[0], values}}
	return c.fewer()
}

// comparedByDate has a line for each answer and each name behind the dates; it is not ok where a place has no date.
func (c Chart) comparedByDate(places []string, pairs [][2]float64, sides [2]string) (Chart, bool) {
	dates, names := make([]string, len(places)), make([]string, len(places))
	for i, place := range places {
		dates[i], names[i], _ = strings.Cut(place, " · ")
	}
	if _, _, ok := momentsOf(dates); !ok {
		return c, false
	}
	points := make([]point, 0, 2*len(places))
	for i, pair := range pairs {
		for side, number := range pair {
			if !math.IsNaN(number) {
				points = append(points, point{dates[i], strings.TrimPrefix(names[i]+" · "+sides[side], " · "), number})
			}
		}
	}
	return c.lines(points, "count"), true
}
