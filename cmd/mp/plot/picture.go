package plot

import (
	"bytes"
	"fmt"
	"html"

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
	c = c.pictured(form)
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
