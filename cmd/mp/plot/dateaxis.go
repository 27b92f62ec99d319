package plot

import (
	"math"
	"strings"

	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// dateAxis is the line below a graph and the dates below that line, each under its own point: asciigraph puts ticks at even
// distances, where a date may be a part of a day off. Left is what stands before the graph, room how wide it is.
func (c Chart) dateAxis(left, room, width int) []string {
	line, dates := []rune(strings.Repeat(" ", left-1)+"└"+strings.Repeat("─", room)), ""
	for _, i := range ticksAt(len(c.Labels), ticks(len(c.Labels), width)) {
		label := c.Labels[i]
		at := left + place(i, len(c.Labels), room)
		line[at] = '┬'
		// A date that would touch the one before is left out.
		start, end := max(at-prettytext.StringWidth(label)/2, 0), prettytext.StringWidth(dates)
		if dates == "" || start > end {
			dates += strings.Repeat(" ", start-end) + label
		}
	}
	return []string{string(line), dates}
}

// ticksAt are about so many of the points, the first and the last among them, as even as points allow.
func ticksAt(points, ticks int) (at []int) {
	ticks = min(ticks, points)
	for i := range ticks {
		at = append(at, int(math.Round(float64(i)*float64(points-1)/float64(max(ticks-1, 1)))))
	}
	return at
}
