package render

import (
	"slices"

	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// proseMin is the narrowest that a column of sentences is made; where that is too wide, lines are cut as others are.
const proseMin = 16

// wrap breaks the cells of prose columns so that the page is no wider than a screen.
func (p page) wrap(screen int) {
	widths := p.widths()
	room := screen - columnGap*len(widths)
	for i, width := range widths {
		if !slices.Contains(p.prose, i) {
			room -= width
		}
	}
	// Narrow columns first: what they do not need is left to the wider ones.
	byWidth := slices.DeleteFunc(slices.Clone(p.prose), func(column int) bool { return column >= len(widths) })
	slices.SortFunc(byWidth, func(a, b int) int { return widths[a] - widths[b] })
	for i, column := range byWidth {
		share := max(room/(len(byWidth)-i), proseMin)
		room -= min(share, widths[column])
		for _, row := range p.rows {
			row[column] = prettytext.WrapSoft(row[column], share)
		}
	}
}

// widths are the columns' widths in characters of the screen.
func (p page) widths() []int {
	var widths []int
	for _, row := range append([][]string{p.header}, p.rows...) {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], prettytext.StringWidthWithoutEscSequences(cell))
		}
	}
	return widths
}
