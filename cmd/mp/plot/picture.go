package plot

import (
	"bytes"
	"fmt"
	"html"
	"math"

	"github.com/go-analyze/charts"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// The size of a picture in points. Bars and grids are as high as their rows need.
const (
	pictureWidth  = 960
	pictureHeight = 480
	rowHeight     = 28
	frameHeight   = 140
)

// More labels than these run into each other on an axis.
const (
	maxDates   = 5
	maxNumbers = 5
	maxPeriods = 20
)

// Extensions are the endings of the files that [Chart.Picture] draws.
func Extensions() []string { return []string{".html", ".svg", ".png"} }

// Picture draws the chart for a file of an ending of [Extensions]; [mperr.InvalidArgument] for another one.
func (c Chart) Picture(extension string) ([]byte, error) {
	switch extension {
	case ".svg":
		return c.painted(charts.ChartOutputSVG)
	case ".png":
		return c.painted(charts.ChartOutputPNG)
	case ".html":
		return c.page()
	}
	return nil, &mperr.InvalidArgument{
		Argument: "--plot", Value: extension, Reason: "is no ending of a picture that mp draws", Allowed: Extensions(),
	}
}

// page has the picture in it: nothing is loaded when it is looked at, and no script runs.
func (c Chart) page() ([]byte, error) {
	svg, err := c.painted(charts.ChartOutputSVG)
	if err != nil {
		return nil, err
	}
	title := html.EscapeString(shown(c.Title))
	var page bytes.Buffer
	fmt.Fprintf(&page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n"+
		"<style>body{font-family:sans-serif;margin:2em}svg{max-width:100%%;height:auto}</style>\n</head>\n<body>\n", title)
	page.Write(svg)
	fmt.Fprintf(&page, "\n<p>%s</p>\n</body>\n</html>\n", html.EscapeString(c.LeftOut))
	return page.Bytes(), nil
}

func (c Chart) painted(form string) ([]byte, error) {
	if c.empty() {
		c = Chart{Kind: Bars, Title: c.Title, Labels: []string{"no rows"}, Series: []Series{{"", []float64{0}}}}
	}
	if form == charts.ChartOutputSVG {
		c = c.masked()
	}
	height := pictureHeight
	if c.Kind == Bars {
		height = len(c.Labels)*rowHeight + 2*margin
	} else if rows := max(len(c.Series), 3); c.Kind == Grid {
		height = frameHeight + rows*rowHeight
	}
	lines := c.heading()
	top := headingHeight(lines)
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: form, Width: pictureWidth, Height: top + height})
	painter.FilledRect(0, 0, pictureWidth, top+height, charts.ColorWhite, charts.ColorWhite, 0)
	paintHeading(painter, lines)
	if err := c.paint(painter.Child(charts.PainterPaddingOption(charts.NewBox(0, top, 0, 0)))); err != nil {
		return nil, err
	}
	picture, err := painter.Bytes()
	if form == charts.ChartOutputSVG {
		picture = unmasked(picture)
	}
	return picture, err
}

func (c Chart) paint(painter *charts.Painter) error {
	switch c.Kind {
	case Lines:
		return painter.LineChart(c.lineOption())
	case Bars:
		c.paintBars(painter)
		return nil
	default:
		return painter.HeatMapChart(c.gridOption())
	}
}

func (c Chart) lineOption() charts.LineChartOption {
	values, names := make([][]float64, len(c.Series)), make([]string, len(c.Series))
	for i, series := range c.Series {
		names[i] = shown(cut(series.Name, 40))
		for _, v := range series.Values {
			if math.IsNaN(v) {
				v = charts.GetNullValue()
			}
			values[i] = append(values[i], v)
		}
	}
	option := charts.NewLineChartOptionWithData(values)
	axis := c.scale(lineRows / 2)
	option.ValueFormatter = func(v float64) string { return c.number(axis.snapped(v)) }
	option.XAxis.Labels, option.XAxis.LabelCount = c.Labels, min(len(c.Labels), maxDates)
	option.YAxis[0].Min, option.YAxis[0].Max = new(axis.low), new(axis.high)
	option.YAxis[0].LabelCount, option.YAxis[0].RangeValuePaddingScale = axis.steps()+1, new(0.0)
	option.Legend = charts.LegendOption{SeriesNames: names, Offset: charts.OffsetStr{Top: charts.PositionBottom}}
	return option
}

func (c Chart) lowest() (least float64) {
	for _, series := range c.Series {
		for _, v := range series.Values {
			least = min(least, finite(v))
		}
	}
	return least
}

// gridOption has the rows from the top. The library draws cells from the top and their labels from the bottom, and knows no
// cell without a value: a number below zero, which no grid has, is paler than zero and has no text.
func (c Chart) gridOption() charts.HeatMapOption {
	n := len(c.Series)
	values, names := make([][]float64, n), make([]string, n)
	for i, series := range c.Series {
		names[n-1-i] = shown(cut(series.Name, 40))
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
