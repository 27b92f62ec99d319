// Package shellword writes words as a POSIX shell reads them, for commands that a person copies.
package shellword

import "strings"

// plain are the characters, beside ASCII letters and digits, that no shell reads as anything else.
const plain = "-_./:=@,+%"

// Quote is the word as it stands on a command line. A word of plain characters stays as it is; any other, the empty one
// among them, is put in single quotes. It is no guard against a word that begins with a dash.
func Quote(word string) string {
	if word != "" && strings.IndexFunc(word, special) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func special(r rune) bool {
	switch {
	case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return false
	}
	return !strings.ContainsRune(plain, r)
}
