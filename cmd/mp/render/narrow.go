package render

import (
	"slices"

	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// shortMark ends a value that was shortened.
const shortMark = "…"

// proseMin is the narrowest that a column of sentences is made.
const proseMin = 16

// shares are how much of a screen each column gets. Columns of sentences give way first, as they are wrapped and lose
// nothing; then columns of long values, so that one of them does not push the columns behind it off the screen. What
// is left goes to the sentences and to what stands last. There may be too little for all: see [page.fits].
func (p page) shares(screen int) []int {
	widths := p.widths()
	shares, room := slices.Clone(widths), screen-gaps(len(widths))
	for _, column := range p.prose {
		shares[column] = min(shares[column], proseMin)
	}
	growing, last := slices.Clone(p.prose), len(shares)-1
	if sum(shares) > room {
		most := max(screen/3, proseMin)
		for i := range shares {
			shares[i] = min(shares[i], most)
		}
		if !slices.Contains(growing, last) {
			growing = append(growing, last)
		}
	}
	// Narrow columns first: what they do not need is left to the wider ones.
	slices.SortFunc(growing, func(a, b int) int { return widths[a] - widths[b] })
	left := max(room-sum(shares), 0)
	for i, column := range growing {
		more := min(left/(len(growing)-i), widths[column]-shares[column])
		shares[column] += more
		left -= more
	}
	return shares
}

// fits says whether a screen has room for every column.
func (p page) fits(screen int) bool {
	shares := p.shares(screen)
	return sum(shares)+gaps(len(shares)) <= screen
}

// narrow keeps each column to its share of a screen: sentences are wrapped, other values shortened. It says whether it has
// shortened any.
func (p page) narrow(screen int) (shortened bool) {
	shares := p.shares(screen)
	for _, row := range p.lines() {
		for i, cell := range row {
			switch {
			case prettytext.StringWidthWithoutEscSequences(cell) <= shares[i]:
			case slices.Contains(p.prose, i):
				row[i] = wrap(cell, shares[i])
			default:
				row[i], shortened = prettytext.Snip(cell, shares[i], shortMark), true
			}
		}
	}
	return shortened
}

// widths are the columns' widths in characters of the screen.
func (p page) widths() []int {
	var widths []int
	for _, row := range p.lines() {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], prettytext.StringWidthWithoutEscSequences(cell))
		}
	}
	return widths
}

// lines are the header and the rows.
func (p page) lines() [][]string { return append([][]string{p.header}, p.rows...) }

func sum(widths []int) (total int) {
	for _, width := range widths {
		total += width
	}
	return total
}
