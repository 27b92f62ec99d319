package plot

import (
	"strings"

	"github.com/go-analyze/charts"
)

// The parts of a picture of bars, in points.
const (
	barHeight = 18
	textSize  = 11
)

var barColor = charts.ColorRGB(84, 112, 198)

// paintBars draws a bar for each name from zero, to the left for what is less, and the number behind its end.
func (c Chart) paintBars(painter *charts.Painter) {
	style := charts.FontStyle{FontSize: textSize, FontColor: ink}
	axis := c.scale(maxNumbers)
	left, right := 0, 0
	numbers := make([]string, len(c.Labels))
	for i, label := range c.Labels {
		numbers[i] = strings.TrimSpace(c.number(c.Series[0].Values[i]) + "   " + c.note(i))
		left = max(left, painter.MeasureText(label, 0, style).Width())
		right = max(right, painter.MeasureText(numbers[i], 0, style).Width())
	}
	left += margin + 8
	if axis.low < 0 {
		left += right + 8 // a number stands to the left of a bar below zero
	}
	length, bottom := max(painter.Width()-left-right-margin-8, 100), len(c.Labels)*rowHeight
	for _, tick := range axis.ticks() {
		x := left + axis.at(tick, length)
		painter.LineStroke([]charts.Point{{X: x, Y: 0}, {X: x, Y: bottom}}, pale, 1)
		text := c.tick(tick)
		painter.Text(text, x-painter.MeasureText(text, 0, style).Width()/2, bottom+margin, 0, style)
	}
	zero := left + axis.at(0, length)
	for i, value := range c.Series[0].Values {
		y, end := i*rowHeight, left+axis.at(finite(value), length)
		baseline := y + rowHeight/2 + textSize/2
		painter.FilledRect(min(zero, end), y+(rowHeight-barHeight)/2, max(zero, end), y+(rowHeight+barHeight)/2, barColor, barColor, 0)
		at := end + 6
		if value < 0 {
			at = end - 6 - painter.MeasureText(numbers[i], 0, style).Width()
		}
		painter.Text(c.Labels[i], margin, baseline, 0, style)
		painter.Text(numbers[i], at, baseline, 0, style)
	}
	painter.LineStroke([]charts.Point{{X: zero, Y: 0}, {X: zero, Y: bottom}}, ink, 1)
}
