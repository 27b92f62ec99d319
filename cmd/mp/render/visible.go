package render

import (
	"fmt"
	"strings"
	"unicode"
)

// steers says whether a character moves the cursor, colours the screen, or changes the order in which text is read:
// controls, line and paragraph separators, and the marks that turn the direction of writing.
func steers(r rune) bool {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\u200e', r == '\u200f', r == '\u061c':
		return true
	}
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// Visible replaces each character that steers a terminal by a dot, so that foreign text is only read.
func Visible(s string) string {
	if strings.IndexFunc(s, steers) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if steers(r) {
			return '·'
		}
		return r
	}, s)
}

// escaped writes each character that steers a terminal as \uXXXX, which JSON reads as that character, and keeps line
// breaks and tabs.
func escaped(s string) string {
	foreign := func(r rune) bool { return steers(r) && r != '\n' && r != '\t' }
	if strings.IndexFunc(s, foreign) < 0 {
		return s
	}
	var out strings.Builder
	for _, r := range s {
		if foreign(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}
