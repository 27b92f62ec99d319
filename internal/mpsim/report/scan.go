package report

// after returns what follows blanks and the character.
func after(text []byte, c byte) ([]byte, bool) {
	at := blanks(text)
	if at == len(text) || text[at] != c {
		return nil, false
	}
	return text[at+1:], true
}

// blanks returns how many bytes of white space the text begins with.
func blanks(text []byte) int {
	for i, c := range text {
		if !isBlank(c) {
			return i
		}
	}
	return len(text)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// trim drops white space at both ends.
func trim(text []byte) []byte {
	text = text[blanks(text):]
	for len(text) > 0 && isBlank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

// value returns the JSON value that the text begins with, and blanks around it.
func value(text []byte) []byte {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += quoted(text[i:]) - 1
		case '{', '[':
			depth++
		case ',', ':':
			if depth == 0 {
				return text[:i]
			}
		case '}', ']':
			if depth == 0 {
				return text[:i]
			}
			depth--
		}
	}
	return text
}

// quoted returns the length of the JSON string that the text begins with.
func quoted(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
