package plot

import (
	"math"
	"slices"
	"strings"

	prettytext "github.com/jedib0t/go-pretty/v6/text"
	"github.com/pterm/pterm"
)

const (
	// block is what bars are made of.
	block = "█"
	// shortest is the least room for bars.
	shortest = 6
)

// barText has a line for each name: its bar, drawn by pterm from zero, to the left for what is less, and its number.
func (c Chart) barText(width int) []string {
	values, numbers := c.Series[0].Values, c.barNumbers()
	names, longest, beside := make([]string, len(c.Labels)), 0, width-len(numbers[0])-len("   ")
	for i, label := range c.Labels {
		names[i] = cut(shown(label), max(min(width*2/5, beside-shortest), 1))
		longest = max(longest, prettytext.StringWidth(names[i]))
	}
	room := max(beside-longest, shortest)
	top, bottom := c.max(0), c.lowest()
	cells, extent := cellsOf(values, top, bottom, room)
	plain := pterm.NewStyle() // no colours, whatever pterm's own defaults are
	bars := make(pterm.Bars, len(names))
	for i, name := range names {
		bars[i] = pterm.Bar{Label: name, Value: cells[i], Style: plain, LabelStyle: plain}
	}
	// A chart of bars is made of panels, whose error is for panels in panels.
	drawn, _ := pterm.BarChartPrinter{Horizontal: true, HorizontalBarCharacter: block, Width: extent, Bars: bars}.Srender()
	lines := strings.Split(strings.Trim(drawn, "\n"), "\n")[1:]
	for i := range lines {
		lines[i] += " " + numbers[i]
	}
	caption := cut(shown(c.Series[0].Name), width/2) + ", from " + c.number(bottom) + " to " + c.number(top)
	return append(append(lines, ""), broken(caption, width)...)
}

// barNumbers are the values and their notes, one below the other.
func (c Chart) barNumbers() []string {
	numbers := make([]string, len(c.Labels))
	widest, widestNote := 0, 0
	for i, v := range c.Series[0].Values {
		numbers[i] = c.number(v)
		widest, widestNote = max(widest, len(numbers[i])), max(widestNote, len(c.note(i)))
	}
	for i := range numbers {
		numbers[i] = prettytext.AlignRight.Apply(numbers[i], widest)
		if widestNote > 0 {
			numbers[i] += "  " + prettytext.AlignRight.Apply(c.note(i), widestNote)
		}
	}
	return numbers
}

// note is what stands behind a number of a bar, "" for nothing.
func (c Chart) note(i int) string {
	if i < len(c.Notes) {
		return c.Notes[i]
	}
	return ""
}

// cellsOf are the lengths of bars in characters, rounded, where the longest to the right and the longest to the left fill
// the room together; and the width that pterm is to be told, which gives each side half of it where there are two. Told
// lengths, pterm draws them as they are: it computes with float32 and rounds down.
func cellsOf(values []float64, top, bottom float64, room int) (cells []int, extent int) {
	longest := max(top, -bottom)
	if longest == 0 {
		return make([]int, len(values)), room
	}
	most := int(float64(room) * (longest / 2 / (top/2 - bottom/2))) // halves, so that the sum of the greatest is a number
	for _, v := range values {
		cells = append(cells, int(math.Round(finite(v)/longest*float64(most))))
	}
	if slices.Max(cells) > 0 && slices.Min(cells) < 0 {
		return cells, 2 * most
	}
	return cells, most
}
