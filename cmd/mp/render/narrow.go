package render

import (
	"slices"

	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// shortMark ends a value that was shortened.
const shortMark = "…"

// narrow shortens long values where a page is wider than a screen, so that one of them does not push the columns behind it
// off the screen. What stands last is left to the end of the line. It says whether it has shortened any.
func (p page) narrow(screen int) (shortened bool) {
	widths := p.widths()
	room := screen - columnGap*len(widths)
	for _, width := range widths {
		room -= width
	}
	if room >= 0 {
		return false
	}
	most := max(screen/3, proseMin)
	for i, width := range widths[:len(widths)-1] {
		if width <= most || slices.Contains(p.prose, i) {
			continue
		}
		shortened = true
		for _, row := range append([][]string{p.header}, p.rows...) {
			if i < len(row) {
				row[i] = prettytext.Snip(row[i], most, shortMark)
			}
		}
	}
	return shortened
}
