package render

import (
	"strings"

	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// wrap breaks a text into lines of a width: at the last blank of a line, which the break replaces, and within a word that
// is longer. All else of the text stays as it is, so that a stored value can be read off the screen.
func wrap(text string, width int) string {
	var lines strings.Builder
	for {
		end := within(text, width)
		if end == len(text) {
			lines.WriteString(text)
			return lines.String()
		}
		line, rest := text[:end], text[end:]
		if blank := strings.LastIndexByte(text[:end+1], ' '); blank > 0 {
			line, rest = text[:blank], text[blank+1:]
		}
		lines.WriteString(line + "\n")
		text = rest
	}
}

// within is how many bytes of a text a width has room for; one character at least.
func within(text string, width int) int {
	for i, r := range text {
		if width -= prettytext.RuneWidth(r); width < 0 && i > 0 {
			return i
		}
	}
	return len(text)
}
