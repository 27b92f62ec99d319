package plot

import (
	"slices"
	"strings"

	"github.com/go-analyze/charts"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// nameWidth is how many columns a name has in a picture.
const nameWidth = 40

// pictured is the chart with its texts as a picture of a form has them: in a PNG with arrows, which are in titles of mp, as
// its font can write them; in an SVG masked, and with room for wide characters.
func (c Chart) pictured(form string) Chart {
	text, name := arrows.Replace, arrows.Replace
	if form == charts.ChartOutputSVG {
		text, name = mask.Replace, func(name string) string { return widened(mask.Replace(name)) }
	}
	c.Title, c.Question, c.LeftOut = text(shown(c.Title)), text(shown(c.Question)), text(shown(c.LeftOut))
	c.Labels, c.Series = slices.Clone(c.Labels), slices.Clone(c.Series)
	for i, label := range c.Labels {
		c.Labels[i] = name(cut(shown(label), nameWidth))
	}
	for i, series := range c.Series {
		c.Series[i].Name = name(cut(shown(series.Name), nameWidth))
	}
	return c
}

var arrows = strings.NewReplacer("→", "->")

// widened makes room for wide characters, which the library measures as narrow boxes: they are an em wide and the box less
// than half of one, which is made up for by spaces that do not break, about a quarter each.
func widened(name string) string {
	wide := 0
	for _, r := range name {
		if prettytext.RuneWidth(r) == 2 && lacks(r) {
			wide++
		}
	}
	return name + strings.Repeat("\u00a0", wide*7/3)
}
