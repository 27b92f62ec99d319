package plot

import (
	"math"

	"github.com/go-analyze/charts"
)

// gridOption has the rows from the top. The library draws cells from the top and their labels from the bottom, and knows no
// cell without a value: a number below zero, which no grid has, is paler than zero and has no text.
func (c Chart) gridOption() charts.HeatMapOption {
	n := len(c.Series)
	values, names := make([][]float64, n), make([]string, n)
	for i, series := range c.Series {
		names[n-1-i] = series.Name
		for _, v := range series.Values {
			if math.IsNaN(v) {
				v = -c.max(1) / 5
			}
			values[i] = append(values[i], v)
		}
	}
	option := charts.NewHeatMapOptionWithData(values)
	option.XAxis.Labels, option.YAxis.Labels = c.Labels, names
	option.XAxis.LabelCount, option.YAxis.LabelCount = min(len(c.Labels), maxPeriods), n
	option.ScaleMinValue = new(0.0)
	if c.Percent {
		option.ScaleMaxValue = new(1.0)
	}
	option.ValuesLabel = charts.SeriesLabel{Show: new(true), ValueFormatter: func(v float64) string {
		if v < 0 {
			return ""
		}
		return c.number(v)
	}}
	return option
}
