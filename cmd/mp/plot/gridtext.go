package plot

import (
	"fmt"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// gridText is a table with a shade before each number, which is a quarter of the greatest.
func (c Chart) gridText(width int) []string {
	top, head, cell := c.max(0), 0, 0
	if c.Percent {
		top = 1
	}
	for _, series := range c.Series {
		head = max(head, prettytext.StringWidth(cut(shown(series.Name), width/3)))
		for _, v := range series.Values {
			cell = max(cell, len(c.number(v)))
		}
	}
	fits := min(len(c.Labels), max((width-head)/(cell+4), 1))
	out := gridTable()
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
	lines := append(strings.Split(out.Render(), "\n"), "")
	lines = append(lines, broken(c.shades(top), width)...)
	if fits < len(c.Labels) {
		lines = append(lines, broken(fmt.Sprintf("(%d of %d columns fit %d characters)", fits, len(c.Labels), width), width)...)
	}
	return lines
}

// shades says up to which number each shade goes. A shade of counts goes to a whole one; one that no count has is left out.
func (c Chart) shades(top float64) string {
	said, below := []string{"· none"}, 0.0
	for i, shade := range quarters {
		most := top * float64(i+1) / 4
		if c.whole() && !c.Percent {
			most = math.Floor(most)
		}
		if most > below {
			said = append(said, shade+" to "+c.number(most))
		}
		below = most
	}
	return strings.Join(said, ", ")
}

// quarters are the shades of the quarters of the greatest number.
var quarters = []string{"░", "▒", "▓", "█"}

// gridTable is a table without lines, two spaces between its columns.
func gridTable() table.Writer {
	out := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{SeparateColumns: true}
	style.Box.MiddleVertical, style.Box.PaddingLeft, style.Box.PaddingRight = " ", "", " "
	out.SetStyle(style)
	return out
}

// shade is a quarter of the greatest, and a dot for none of it; blank where there is no number.
func shade(v, top float64) string {
	switch {
	case math.IsNaN(v):
		return " "
	case v <= 0 || top <= 0:
		return "·"
	case v >= top:
		return "█"
	}
	return quarters[max(int(math.Ceil(v/top*4)), 1)-1]
}
