package plugin

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// escape matches what terminals take as commands: CSI, OSC and its kin (with either end), and the short ones. An OSC
// without its end loses only its start, so that nobody can hide the rest of a line.
var escape = regexp.MustCompile(
	`(?:\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]` +
		`|(?:\x1b[\]PX^_]|[\x{90}\x{98}\x{9d}-\x{9f}])[^\x07\x1b\x{9c}]*(?:\x07|\x1b\\|\x{9c})` +
		`|\x1b[ -/]*[0-~]`)

// clean makes text safe for a terminal and a log: valid UTF-8 on one line without escape sequences, control characters
// and marks that reverse the direction of writing. It is idempotent.
func clean(text string) string {
	if plain(text) {
		return text
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = escape.ReplaceAllString(text, "")
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsPrint(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		default:
			return -1
		}
	}, text)
	return strings.TrimSpace(text)
}

// plain spares ordinary lines the work: most of what plugins write is ASCII.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return text == strings.TrimSpace(text)
}

// clip cuts text to at most n bytes, at a border of runes, and marks the cut.
func clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + "…"
}
