package plot

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/mperr"
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

// Series is a named row of values.
type Series struct {
	Name   string
	Values []float64
}

// More series or names than these cannot be told apart by anybody.
const (
	maxLines = 6
	maxBars  = 25
	maxRows  = 60
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

// counting says how many of something the chart does not show.
func (c Chart) counting(n int, what string) Chart {
	if n == 0 {
		return c
	}
	return c.leaving(fmt.Sprintf("%d %s", n, what))
}

// leaving adds to what is said of the chart.
func (c Chart) leaving(note string) Chart {
	if c.LeftOut != "" && note != "" {
		note = c.LeftOut + "; " + note
	}
	c.LeftOut = cmp.Or(note, c.LeftOut)
	return c
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

// first keeps so many series and says what is left out.
func first(series []Series, n int, what, which string) (kept []Series, leftOut string) {
	if len(series) <= n {
		return series, ""
	}
	return series[:n], fmt.Sprintf("%d %s %s are left out", len(series)-n, which, what)
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

func (s Series) total() (sum float64) {
	for _, v := range s.Values {
		sum += finite(v)
	}
	return sum
}

// endless is beyond what can be drawn: steps of an axis are not to overflow.
const endless = 1e307

// finite is a value, or 0 where there is none.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return max(min(v, endless), -endless)
}

// blank says that a series has no value.
func (s Series) blank() bool {
	return !slices.ContainsFunc(s.Values, func(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) })
}

func gaps(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = math.NaN()
	}
	return values
}

// shown is a name as it may stand on a screen.
func shown(name string) string { return render.Visible(name) }
