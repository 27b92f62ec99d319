package render

import (
	"io"
	"slices"
	"unicode/utf8"
)

// screen is a terminal. What is written to it is shown and never obeyed: stored data may hold anything, and only the
// table format replaces it by itself.
type screen struct {
	w io.Writer
	// rest is the beginning of a character whose end has not been written yet.
	rest []byte
}

func (s *screen) Write(p []byte) (int, error) {
	text := slices.Concat(s.rest, p)
	whole := len(text) - cutRune(text)
	shown := escaped(string(text[:whole]))
	s.rest = slices.Clone(text[whole:])
	if _, err := io.WriteString(s.w, shown); err != nil {
		return 0, err
	}
	return len(p), nil
}

// cutRune is how many bytes at the end are the beginning of a longer character.
func cutRune(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}
