package plot

import "fmt"

// bars are the rows as they come, each with its number and its share of something where there is one.
func (c Chart) bars(t columns) Chart {
	c.Kind = Bars
	value, rate := t.value(), t.rate()
	series := Series{Name: t.names[value]}
	for row := range t.rows {
		c.Labels = append(c.Labels, t.label(row))
		series.Values = append(series.Values, t.number(value, row))
		if rate >= 0 {
			c.Notes = append(c.Notes, t.rateText(rate, row))
		}
	}
	c.Series = []Series{series}
	return c.fewer()
}

// fewer leaves out the bars that are too many, and says so.
func (c Chart) fewer() Chart {
	more := len(c.Labels) - maxBars
	if more <= 0 {
		return c
	}
	c.Labels, c.Series = c.Labels[:maxBars], []Series{{c.Series[0].Name, c.Series[0].Values[:maxBars]}}
	c.Notes = c.Notes[:min(len(c.Notes), maxBars)]
	return c.leaving(fmt.Sprintf("left out: %d more", more))
}

// ways has a bar for each way from an event of a step to one of the next; it is not ok for flows of another form.
func (c Chart) ways(t columns) (Chart, bool) {
	if t.find("next_event") < 0 || t.step < 0 {
		return c, false
	}
	c.Kind = Bars
	event, count, next, nextCount := t.find("event"), t.find("count"), t.find("next_event"), t.find("next_count")
	series := Series{Name: "count"}
	for row := range t.rows {
		label, n := t.text(t.step, row)+". "+t.text(event, row), t.number(count, row)
		if to := t.text(next, row); to != "" {
			label, n = label+" → "+to, t.number(nextCount, row)
		}
		c.Labels, series.Values = append(c.Labels, label), append(series.Values, n)
	}
	c.Series = []Series{series}
	return c.fewer(), true
}

// figures are those of the figures of a number that are in its unit.
func (c Chart) figures(t columns) Chart {
	c.Kind = Bars
	series := Series{Name: "value"}
	for row := range t.rows {
		switch name := t.text(0, row); name {
		case "count", "sum", "stddev":
		default:
			c.Labels, series.Values = append(c.Labels, name), append(series.Values, t.number(1, row))
		}
	}
	c.Series = []Series{series}
	return c.leaving("not drawn: count, sum, stddev").fewer()
}
