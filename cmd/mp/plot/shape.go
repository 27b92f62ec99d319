package plot

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Of decides how a result is drawn. The error is an [mperr.InvalidArgument]: the result has nothing that could be drawn.
func Of(title string, rows arrow.RecordBatch) (Chart, error) {
	t := readColumns(rows)
	chart := Chart{Title: title}
	switch periods := t.numbersNamed("period_"); {
	case len(periods) > 0:
		return chart.grid(t, periods), nil
	case t.date >= 0 && len(t.numbers) > 1 && len(t.texts) == 0:
		return chart.lines(t, t.numbers), nil
	case t.date >= 0 && len(t.numbers) > 0:
		return chart.lines(t, []int{t.value()}), nil
	case len(t.texts) > 0 && len(t.numbers) > 0:
		return chart.bars(t), nil
	default:
		return chart, &mperr.InvalidArgument{
			Argument: "--plot", Reason: "is for dates or names with numbers, and the result has the columns " + strings.Join(t.names, ", "),
		}
	}
}

// lines are a series for each combination of texts, or for each of several numbers, the largest first.
func (c Chart) lines(t columns, values []int) Chart {
	c.Kind = Lines
	dates := t.column(t.date)
	c.Labels = slices.Compact(slices.Sorted(slices.Values(dates)))
	c.Labels = slices.DeleteFunc(c.Labels, func(date string) bool { return date == "" })
	at, dateless, again := map[string]int{}, 0, 0
	for row, date := range dates {
		label, ok := slices.BinarySearch(c.Labels, date)
		if !ok {
			dateless++
			continue
		}
		for _, value := range values {
			name := cmp.Or(t.label(row), t.names[value])
			i, known := at[name]
			if !known {
				i = len(c.Series)
				at[name] = i
				c.Series = append(c.Series, Series{name, gaps(len(c.Labels))})
			}
			number := t.number(value, row)
			if before := c.Series[i].Values[label]; !math.IsNaN(before) {
				again++
				number = max(number, before)
			}
			c.Series[i].Values[label] = number
		}
	}
	c = c.counting(dateless, "rows without a date are left out")
	c = c.counting(again, "more numbers of the same dates, of which the greatest is drawn")
	slices.SortStableFunc(c.Series, func(a, b Series) int { return cmp.Compare(b.total(), a.total()) })
	if len(c.Labels) == 1 {
		return c.oneDate(t.names[values[0]])
	}
	c = c.timeline()
	var left string
	c.Series, left = first(c.Series, maxLines, "series", "smaller")
	return c.leaving(left)
}

// oneDate makes bars of lines that have one point each.
func (c Chart) oneDate(value string) Chart {
	series := Series{Name: value + " on " + c.Labels[0]}
	all, left := first(c.Series, maxBars, "series", "smaller")
	c = c.leaving(left)
	c.Kind, c.Labels = Bars, nil
	for _, line := range all {
		c.Labels, series.Values = append(c.Labels, line.Name), append(series.Values, line.Values[0])
	}
	c.Series = []Series{series}
	return c
}

func (c Chart) bars(t columns) Chart {
	c.Kind = Bars
	value, rate := t.value(), t.rate()
	series := Series{Name: t.names[value]}
	rows := make([]int, t.rows)
	for row := range rows {
		rows[row] = row
	}
	if len(rows) > maxBars {
		c.LeftOut = fmt.Sprintf("%d more are left out", len(rows)-maxBars)
		rows = rows[:maxBars]
	}
	for _, row := range rows {
		c.Labels = append(c.Labels, t.label(row))
		series.Values = append(series.Values, t.number(value, row))
		if rate >= 0 {
			c.Notes = append(c.Notes, t.rateText(rate, row))
		}
	}
	c.Series = []Series{series}
	return c
}

// grid has a row for each date or text and a column for each of the given numbers, which are periods.
func (c Chart) grid(t columns, columns []int) Chart {
	c.Kind = Grid
	c.Percent = true
	for _, column := range columns {
		c.Labels = append(c.Labels, strings.TrimPrefix(t.names[column], "period_"))
	}
	for row := range t.rows {
		series := Series{t.rowName(row), nil}
		for _, column := range columns {
			v := t.number(column, row)
			series.Values = append(series.Values, v)
			c.Percent = c.Percent && t.isFraction(column) && !(v > 1)
		}
		c.Series = append(c.Series, series)
	}
	c.Series, c.LeftOut = first(c.Series, maxRows, "rows", "later")
	return c
}
