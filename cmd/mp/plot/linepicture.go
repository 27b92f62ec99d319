package plot

import (
	"math"

	"github.com/go-analyze/charts"
)

func (c Chart) lineOption() charts.LineChartOption {
	values, names := make([][]float64, len(c.Series)), make([]string, len(c.Series))
	for i, series := range c.Series {
		names[i] = series.Name
		for _, v := range series.points() {
			if math.IsNaN(v) {
				v = charts.GetNullValue()
			}
			values[i] = append(values[i], v)
		}
	}
	option := charts.NewLineChartOptionWithData(values)
	axis := c.scale(lineRows / 2)
	option.ValueFormatter = func(v float64) string { return c.tick(axis.snapped(v)) }
	option.XAxis.Labels, option.XAxis.LabelCount = c.Labels, min(len(c.Labels), maxDates)
	option.YAxis[0].Min, option.YAxis[0].Max = new(axis.low), new(axis.high)
	option.YAxis[0].LabelCount, option.YAxis[0].RangeValuePaddingScale = axis.steps()+1, new(0.0)
	option.Legend = charts.LegendOption{SeriesNames: names, Offset: charts.OffsetStr{Top: charts.PositionBottom}}
	return option
}
