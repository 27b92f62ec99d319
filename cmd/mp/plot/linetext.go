package plot

import (
	"fmt"
	"strings"

	"github.com/guptarohit/asciigraph"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// The strokes of the lines, which tell them apart without colour.
var strokes = []string{"", "*", "+", "o", "x", "#"}

// lineRows is the height of the area of lines; there is a number at each.
const lineRows = 10

func (c Chart) lineText(width int) []string {
	axis := c.scale(lineRows)
	left := 3
	for _, tick := range axis.ticks() {
		left = max(left, len(c.tick(tick))+2)
	}
	// A label of a date stands half its length to each side of its place.
	half := prettytext.StringWidth(c.Labels[len(c.Labels)-1])/2 + 1
	room := width - left - half - 1
	values, sets := make([][]float64, len(c.Series)), make([]asciigraph.CharSet, len(c.Series))
	for i, series := range c.Series {
		values[i], sets[i] = spread(series.points(), room), asciigraph.DefaultCharSet
		if i > 0 {
			sets[i] = asciigraph.CreateCharSet(strokes[i])
		}
	}
	graph := asciigraph.PlotMany(values,
		asciigraph.Height(axis.steps()), asciigraph.LowerBound(axis.low), asciigraph.UpperBound(axis.high),
		asciigraph.YAxisValueFormatter(func(v float64) string { return c.tick(axis.snapped(v)) }), asciigraph.SeriesChars(sets...))
	lines := append(strings.Split(graph, "\n"), c.dateAxis(leftOf(graph), len(values[0]), width)...)
	lines = append(lines, c.legend(graph, width)...)
	if each := crowded(len(c.Labels), room); each > 1 {
		lines = append(lines, "")
		lines = append(lines, broken(fmt.Sprintf("(%d places for %d dates: each two show the least and the greatest of about %d)", room, len(c.Labels), each), width)...)
	}
	return lines
}

// legend says which stroke is which series, and which of them others cover.
func (c Chart) legend(graph string, width int) []string {
	if len(c.Series) == 1 && c.Series[0].Name == "total" {
		return nil
	}
	lines, drawn := []string{""}, strokesIn(graph)
	for i, series := range c.Series {
		stroke, visible, note := strokes[i], strings.Contains(drawn, strokes[i]), ""
		if i == 0 {
			stroke, visible = "─", strings.ContainsAny(drawn, "─│╭╮╰╯╴╶")
		}
		switch {
		case series.blank():
			note = " (no values)"
		case !visible:
			note = " (behind the others)"
		}
		lines = append(lines, "  "+strings.Repeat(stroke, 2)+" "+cut(shown(series.Name), width-6-len(note))+note)
	}
	return lines
}

// strokesIn is what is drawn right of the axis of numbers.
func strokesIn(graph string) string {
	var drawn strings.Builder
	for line := range strings.Lines(graph) {
		if at := strings.IndexAny(line, "┤┼"); at >= 0 {
			drawn.WriteString(line[at+len("┤"):])
		}
	}
	return drawn.String()
}

// leftOf is how many columns the axis of numbers takes, its line included.
func leftOf(graph string) int {
	line, _, _ := strings.Cut(graph, "\n")
	return prettytext.StringWidth(line[:max(strings.IndexAny(line, "┤┼"), 0)]) + 1
}

// ticks is how many dates fit below a graph.
func ticks(labels, width int) int { return max(2, min(labels, width/18)) }
