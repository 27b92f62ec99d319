package plot

import (
	"cmp"
	"math"
	"slices"
)

// point is a number of a named line.
type point struct {
	date, name string
	value      float64
}

// points are the given numbers of all rows, each on a line named by the texts of its row, or by its column.
func (t columns) points(values []int) []point {
	var points []point
	for row, date := range t.column(t.date) {
		for _, value := range values {
			points = append(points, point{date, cmp.Or(t.label(row), t.names[value]), t.number(value, row)})
		}
	}
	return points
}

// lines are a series for each name, the largest first. value is what the numbers are.
func (c Chart) lines(points []point, value string) Chart {
	c.Kind = Lines
	for _, p := range points {
		c.Labels = append(c.Labels, p.date)
	}
	slices.Sort(c.Labels)
	c.Labels = slices.DeleteFunc(slices.Compact(c.Labels), func(date string) bool { return date == "" })
	at, dateless, again := map[string]int{}, 0, 0
	for _, p := range points {
		label, ok := slices.BinarySearch(c.Labels, p.date)
		if !ok {
			dateless++
			continue
		}
		i, known := at[p.name]
		if !known {
			i = len(c.Series)
			at[p.name] = i
			c.Series = append(c.Series, Series{p.name, gaps(len(c.Labels))})
		}
		if before := c.Series[i].Values[label]; !math.IsNaN(before) {
			again++
			p.value = max(p.value, before)
		}
		c.Series[i].Values[label] = p.value
	}
	c = c.counting(dateless, "numbers without a date, left out")
	c = c.counting(again, "more numbers of the same dates, of which the greatest is drawn")
	slices.SortStableFunc(c.Series, func(a, b Series) int { return cmp.Compare(b.total(), a.total()) })
	if len(c.Labels) == 1 {
		return c.oneDate(value)
	}
	c = c.timeline()
	var left string
	c.Series, left = first(c.Series, maxLines, "series", "smaller")
	return c.leaving(left)
}

// oneDate makes bars of lines that have one point each.
func (c Chart) oneDate(value string) Chart {
	bars := Series{Name: value + " on " + c.Labels[0]}
	c.Kind, c.Labels = Bars, nil
	for _, line := range c.Series {
		c.Labels, bars.Values = append(c.Labels, line.Name), append(bars.Values, line.Values[0])
	}
	c.Series = []Series{bars}
	return c.fewer()
}
