package plot

import (
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// Of decides how rows are drawn, under the question that they answer. The error is an [mperr.InvalidArgument]: the rows have
// nothing that could be drawn.
func Of(question string, rows arrow.RecordBatch) (Chart, error) {
	return Chart{Title: question}.of(rows)
}

// OfResult decides how a result is drawn. Its title is what the result says of itself, and the question stands below. The
// error is that of [Of].
func OfResult(question string, answered result.Result) (Chart, error) {
	chart := Chart{Title: question}.titled(answered)
	switch answered := answered.(type) {
	case *result.SavedReportResult:
		if drawn, ok := chart.saved(answered); ok {
			return drawn, nil
		}
	case *result.FlowsResult:
		if drawn, ok := chart.ways(readColumns(answered.Table())); ok {
			return drawn, nil
		}
	case *result.NumericPropertySummaryResult:
		return chart.figures(readColumns(answered.Table())), nil
	case *result.Comparison:
		return chart.comparison(readColumns(answered.Table())), nil
	case *result.SummaryResult:
		return chart, Refused("this result, whose numbers are of different kinds")
	}
	return chart.of(answered.Table())
}

func (c Chart) of(rows arrow.RecordBatch) (Chart, error) {
	t := readColumns(rows)
	if t.find("properties") >= 0 {
		return c, Refused("single events or users")
	}
	switch periods := t.numbersNamed("period_"); {
	case len(periods) > 0:
		return c.grid(t, periods), nil
	case t.date >= 0 && len(t.numbers) > 1 && len(t.texts) == 0:
		return c.lines(t.points(t.numbers), t.names[t.numbers[0]]), nil
	case t.date >= 0 && len(t.numbers) > 0:
		return c.without(t).lines(t.points([]int{t.value()}), t.names[t.value()]), nil
	case len(t.texts) > 0 && len(t.numbers) > 0:
		return c.without(t).bars(t), nil
	case t.rows == 0:
		return c, nil // a result without periods, say, for which there was nothing to count
	default:
		return c, Refused("the columns " + strings.Join(t.names, ", "))
	}
}

// Refused is the error for what cannot be drawn, which names what can.
func Refused(what string) error {
	return &mperr.InvalidArgument{Argument: "--plot", Reason: "cannot draw " + what +
		": it draws numbers by date, by name or by cohort, such as segmentation, event counts, funnels, retention, frequency," +
		" coverage, top events, and rows of SQL like them"}
}

// without says which numbers beside the one that is drawn are not.
func (c Chart) without(t columns) Chart {
	var others []string
	for _, number := range t.numbers {
		if number != t.value() {
			others = append(others, shown(t.names[number]))
		}
	}
	if len(others) == 0 || t.rows == 0 {
		return c
	}
	return c.leaving("not drawn: " + strings.Join(others, ", "))
}
