package plot

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/guptarohit/asciigraph"
	"github.com/jedib0t/go-pretty/v6/table"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// Text draws the chart in so many columns, at least sixty. Each line ends with a line break.
func (c Chart) Text(width int) string {
	width = max(width, 60)
	lines := append(broken(shown(c.Title), width), "")
	switch {
	case c.empty():
		lines = append(lines, "nothing to draw: the result has no rows")
	case c.Kind == Lines:
		lines = append(lines, c.lineText(width)...)
	case c.Kind == Bars:
		lines = append(lines, c.barText(width)...)
	default:
		lines = append(lines, c.gridText(width)...)
	}
	if c.LeftOut != "" {
		lines = append(lines, "", "("+c.LeftOut+")")
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// The strokes of the lines, which tell them apart without colour.
var strokes = []string{"", "*", "+", "o", "x", "#"}

// lineRows is the height of the area of lines; there is a number at each.
const lineRows = 10

func (c Chart) lineText(width int) []string {
	axis := c.scale(lineRows)
	left := 3
	for _, tick := range axis.ticks() {
		left = max(left, len(c.number(tick))+2)
	}
	// A label of a date stands half its length to each side of its place.
	half := prettytext.StringWidth(c.Labels[len(c.Labels)-1])/2 + 1
	room := width - left - half - 1
	values, sets := make([][]float64, len(c.Series)), make([]asciigraph.CharSet, len(c.Series))
	for i, series := range c.Series {
		values[i], sets[i] = spread(series.Values, room), asciigraph.DefaultCharSet
		if i > 0 {
			sets[i] = asciigraph.CreateCharSet(strokes[i])
		}
	}
	graph := asciigraph.PlotMany(values,
		asciigraph.Height(axis.steps()), asciigraph.LowerBound(axis.low), asciigraph.UpperBound(axis.high),
		asciigraph.YAxisValueFormatter(func(v float64) string { return c.number(axis.snapped(v)) }), asciigraph.SeriesChars(sets...),
		asciigraph.XAxisRange(0, float64(max(len(c.Labels)-1, 1))), asciigraph.XAxisTickCount(ticks(len(c.Labels), width)),
		asciigraph.XAxisValueFormatter(c.labelAt))
	lines := append(strings.Split(graph, "\n"), c.legend(graph, width)...)
	if each := crowded(len(c.Labels), room); each > 1 {
		lines = append(lines, "", fmt.Sprintf("(%d places for %d dates: each two show the least and the greatest of about %d)", room, len(c.Labels), each))
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

// ticks is how many dates fit below a graph.
func ticks(labels, width int) int { return max(2, min(labels, width/18)) }

func (c Chart) labelAt(at float64) string {
	i := int(math.Round(at))
	if i < 0 || i >= len(c.Labels) {
		return ""
	}
	return c.Labels[i]
}

// barText has a line for each name: the bar begins at zero, so that twice the length is twice the number. What is less than
// zero goes to the left.
func (c Chart) barText(width int) []string {
	top, bottom, longest, widest := c.max(0), -c.lowest(), 0, 0
	numbers := make([]string, len(c.Labels))
	for i, label := range c.Labels {
		numbers[i] = c.number(c.Series[0].Values[i])
		if len(c.Notes) > 0 {
			numbers[i] += "  " + c.Notes[i]
		}
		longest, widest = max(longest, prettytext.StringWidth(shown(label))), max(widest, len(numbers[i]))
	}
	longest = min(longest, width/3)
	room, below := max(width-longest-widest-4, 8), 0
	if bottom > 0 {
		below = max(int(math.Round(float64(room)*(bottom/2)/(bottom/2+top/2))), 1)
	}
	room -= below
	lines := make([]string, 0, len(c.Labels)+1)
	for i, label := range c.Labels {
		name, value := prettytext.Pad(cut(shown(label), longest), longest, ' '), c.Series[0].Values[i]
		lines = append(lines, name+" "+barBelow(value, bottom, below)+"│"+bar(value, top, room)+" "+numbers[i])
	}
	from := "0"
	if bottom > 0 {
		from = c.number(-bottom)
	}
	return append(lines, prettytext.Pad("", longest, ' ')+" └ "+cut(shown(c.Series[0].Name), width/2)+", from "+from+" to "+c.number(top))
}

// barBelow is a bar of a number below zero, as wide as its room, to a character.
func barBelow(value, bottom float64, room int) string {
	if room == 0 {
		return ""
	}
	n := 0
	if finite(value) < 0 {
		n = max(int(math.Round(-value/bottom*float64(room))), 1)
	}
	return strings.Repeat(" ", room-n) + strings.Repeat("█", n)
}

// bar is as long as its part of the room, to an eighth of a character.
func bar(value, top float64, room int) string {
	if top <= 0 || finite(value) <= 0 {
		return ""
	}
	eighths := int(math.Round(finite(value) / top * float64(room) * 8))
	text := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		text += string([]rune(" ▏▎▍▌▋▊▉")[rest])
	}
	return text
}

var shades = []string{"·", "░", "▒", "▓", "█"}

// gridText has a shade beside each number, which is a quarter of the greatest.
func (c Chart) gridText(width int) []string {
	top := c.max(0)
	if c.Percent {
		top = 1
	}
	head, cell := 0, 0
	for _, series := range c.Series {
		head = max(head, prettytext.StringWidth(shown(series.Name)))
		for _, v := range series.Values {
			cell = max(cell, len(c.number(v)))
		}
	}
	head = min(head, width/3)
	fits := min(len(c.Labels), max((width-head)/(cell+4), 1))
	out := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{SeparateColumns: true}
	style.Box.MiddleVertical, style.Box.PaddingLeft, style.Box.PaddingRight = " ", "", " "
	out.SetStyle(style)
	header := table.Row{""}
	for _, label := range c.Labels[:fits] {
		header = append(header, prettytext.AlignRight.Apply(label, cell+2))
	}
	out.AppendRow(header)
	for _, series := range c.Series {
		row := table.Row{cut(shown(series.Name), head)}
		for _, v := range series.Values[:fits] {
			row = append(row, shade(v, top)+" "+prettytext.AlignRight.Apply(c.number(v), cell))
		}
		out.AppendRow(row)
	}
	lines := append(strings.Split(out.Render(), "\n"), "",
		fmt.Sprintf("· none  ░ to %s  ▒ to %s  ▓ to %s  █ to %s", c.number(top/4), c.number(top/2), c.number(top*3/4), c.number(top)))
	if fits < len(c.Labels) {
		lines = append(lines, fmt.Sprintf("(%d columns more do not fit %d characters)", len(c.Labels)-fits, width))
	}
	return lines
}

func shade(v, top float64) string {
	switch {
	case math.IsNaN(v):
		return " "
	case v <= 0 || top <= 0:
		return shades[0]
	}
	return shades[min(int(math.Ceil(v/top*4)), 4)]
}

// number is a value in few characters.
func (c Chart) number(v float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case c.Percent:
		return strconv.FormatFloat(v*100, 'f', 0, 64) + "%"
	case math.Abs(v) >= 1e18:
		return strconv.FormatFloat(v, 'g', 4, 64)
	case v == math.Trunc(v):
		return grouped(v)
	case math.Abs(v) >= 1000:
		return grouped(math.Round(v))
	case math.Abs(v) < 1 && math.Round(v*100)/100 != v:
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// grouped has a comma at each thousand.
func grouped(v float64) string {
	digits, sign := strconv.FormatFloat(math.Abs(v), 'f', 0, 64), ""
	if v < 0 {
		sign = "-"
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// cut shortens a name to so many characters of the screen.
func cut(name string, width int) string {
	if prettytext.StringWidth(name) <= width {
		return name
	}
	return prettytext.Trim(name, width-1) + "…"
}
