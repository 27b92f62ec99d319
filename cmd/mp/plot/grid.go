package plot

import "strings"

// grid has a row for each date or text and a column for each of the given numbers, which are periods.
func (c Chart) grid(t columns, periods []int) Chart {
	c.Kind, c.Percent = Grid, true
	for _, column := range periods {
		c.Labels = append(c.Labels, strings.TrimPrefix(t.names[column], "period_"))
	}
	for row := range t.rows {
		series := Series{t.rowName(row), nil}
		for _, column := range periods {
			v := t.number(column, row)
			series.Values = append(series.Values, v)
			c.Percent = c.Percent && t.isFraction(column) && !(v > 1)
		}
		c.Series = append(c.Series, series)
	}
	return c.shorter()
}

// shorter leaves out the rows that are too many, and says so.
func (c Chart) shorter() Chart {
	var left string
	c.Series, left = first(c.Series, maxRows, "rows", "later")
	return c.leaving(left)
}
