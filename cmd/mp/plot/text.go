package plot

import (
	"strings"

	prettytext "github.com/jedib0t/go-pretty/v6/text"

	"github.com/mixpanel-data/mp/cmd/mp/render"
)

// narrowest is the least width that is drawn in: below it there is room for names or for bars, not for both.
const narrowest = 40

// Text draws the chart in so many columns, at least forty. Each line ends with a line break.
func (c Chart) Text(width int) string {
	width = max(width, narrowest)
	lines := append(broken(shown(c.Title), width), broken(shown(c.Question), width)...)
	lines = append(lines, "")
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
		lines = append(lines, "")
		lines = append(lines, broken("("+shown(c.LeftOut)+")", width)...)
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// shown is a name as it may stand on a screen.
func shown(name string) string { return render.Visible(name) }

// cut shortens a name to so many characters of the screen.
func cut(name string, width int) string {
	if prettytext.StringWidth(name) <= width {
		return name
	}
	return prettytext.Trim(name, width-1) + "…"
}
