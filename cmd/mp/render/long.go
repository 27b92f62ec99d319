package render

import (
	"regexp"
	"strconv"

	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// padMost is the widest that a column of a table without a screen is padded to. A longer value pushes what stands behind it
// in its own row, and no other row grows by it.
const padMost = 200

// longMark stands for a long value while a page is laid out, in characters that no text has.
var longMark = regexp.MustCompile("\ufdd0([0-9]+)\ufdd1 *")

// keepLong takes the long values out of a page and returns them.
func (p page) keepLong() (kept []string) {
	for _, row := range p.rows {
		for i, cell := range row {
			if len(cell) > padMost && prettytext.StringWidth(cell) > padMost {
				row[i] = "\ufdd0" + strconv.Itoa(len(kept)) + "\ufdd1"
				kept = append(kept, cell)
			}
		}
	}
	return kept
}

// withLong puts them back into a line of the page.
func withLong(line string, kept []string) string {
	if len(kept) == 0 {
		return line
	}
	return longMark.ReplaceAllStringFunc(line, func(mark string) string {
		i, err := strconv.Atoi(longMark.FindStringSubmatch(mark)[1])
		if err != nil || i >= len(kept) {
			return mark
		}
		return kept[i] + "  "
	})
}
