package plot

import (
	"slices"
	"strings"

	"github.com/go-analyze/charts"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// The heading of a picture stands above the chart, in the order title, question, what the numbers are, what is left out.
const (
	headingSize = 15
	noteSize    = 11
	margin      = 20
	// So many columns fit; a wide character, which is an em, takes two.
	titleWidth = 90
	noteWidth  = 122
)

var (
	ink  = charts.ColorRGB(70, 70, 70)
	pale = charts.ColorRGB(224, 230, 242)
)

type headingLine struct {
	text string
	size float64
}

// heading is what stands above the chart, broken into lines that fit the picture: a question is seen whole.
func (c Chart) heading() (lines []headingLine) {
	for _, text := range broken(c.Title, titleWidth) {
		lines = append(lines, headingLine{text, headingSize})
	}
	for _, text := range broken(c.Question, noteWidth) {
		lines = append(lines, headingLine{text, noteSize})
	}
	if c.Kind == Bars && len(c.Series) > 0 && c.Series[0].Name != "" {
		lines = append(lines, headingLine{c.Series[0].Name, noteSize})
	}
	for _, text := range broken(c.LeftOut, noteWidth) {
		lines = append(lines, headingLine{text, noteSize})
	}
	return lines
}

func (l headingLine) height() int { return int(l.size * 1.7) }

func headingHeight(lines []headingLine) int {
	height := margin
	for _, line := range lines {
		height += line.height()
	}
	return height
}

func paintHeading(painter *charts.Painter, lines []headingLine) {
	y := margin
	for _, line := range lines {
		y += line.height()
		painter.Text(line.text, margin, y-int(line.size*0.4), 0, charts.FontStyle{FontSize: line.size, FontColor: ink})
	}
}

// broken are the lines of a text that take no more than width columns, broken at blanks where there are any.
func broken(text string, width int) (lines []string) {
	for line := range strings.SplitSeq(prettytext.WrapSoft(text, width), "\n") {
		lines = append(lines, strings.TrimSpace(line))
	}
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}
