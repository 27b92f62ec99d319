package plot

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// sides are the answers that a comparison has beside each other.
var sides = [2]string{"local", "live"}

// pair is a number of both answers, and where it belongs.
type pair struct {
	place   string
	numbers [2]float64
}

// comparison draws the local answer and that of Mixpanel beside each other: a line for each by date, or a bar for each.
// Where they have numbers of several kinds, those of the first are drawn.
func (c Chart) comparison(t columns) Chart {
	places, measures := t.column(t.find("place")), t.column(t.find("measure"))
	var pairs []pair
	var others []string
	for row, place := range places {
		if measures[row] != measures[0] {
			others = append(others, measures[row])
			continue
		}
		pairs = append(pairs, pair{place, [2]float64{t.number(t.find("local"), row), t.number(t.find("live"), row)}})
	}
	what := ""
	if len(others) > 0 {
		what = measures[0]
		c = c.leaving("not drawn: " + strings.Join(slices.Compact(slices.Sorted(slices.Values(others))), ", "))
	}
	if byDate, ok := c.pairsByDate(pairs, what); ok {
		return byDate
	}
	c.Kind, c.Series = Bars, []Series{{Name: cmp.Or(measures...)}}
	for _, both := range pairs {
		for side, name := range sides {
			c.Labels = append(c.Labels, both.place+" · "+name)
			c.Series[0].Values = append(c.Series[0].Values, both.numbers[side])
		}
	}
	return c.fewer()
}

// pairsByDate has a line for each answer and each name behind the dates, named by what the numbers are where that needs to be
// said; it is not ok where a place has no date.
func (c Chart) pairsByDate(pairs []pair, what string) (Chart, bool) {
	var dates []string
	var points []point
	for _, both := range pairs {
		date, name, _ := strings.Cut(both.place, " · ")
		dates = append(dates, date)
		for side, number := range both.numbers {
			if !math.IsNaN(number) {
				line := slices.DeleteFunc([]string{name, what, sides[side]}, func(part string) bool { return part == "" })
				points = append(points, point{date, strings.Join(line, " · "), number})
			}
		}
	}
	if _, _, ok := momentsOf(dates); !ok {
		return c, false
	}
	return c.lines(points, "count"), true
}
