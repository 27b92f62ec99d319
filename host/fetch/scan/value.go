package scan

// The readers below take the position of a token's first byte and return the position after it, or a negative number
// after [Scanner.fail].

// space skips white space, of which Mixpanel sends none: one comparison settles most calls.
func (s *Scanner) space(i int) int {
	for i < len(s.line) && s.line[i] <= ' ' {
		switch s.line[i] {
		case ' ', '\t', '\r', '\n':
			i++
		default:
			return i
		}
	}
	return i
}

// members reads an object and hands each key, unescaped, and the position of its value to each.
func (s *Scanner) members(i int, each func(*Scanner, []byte, int) int) int {
	i = s.space(i + 1)
	if i < len(s.line) && s.line[i] == '}' {
		return i + 1
	}
	for {
		start := i
		if i = s.key(i); i < 0 {
			return i
		}
		key := s.line[start+1 : i-1]
		if s.escaped {
			key = s.text(s.line[start:i])
		}
		if i = s.colon(i); i < 0 {
			return i
		}
		if i = each(s, key, i); i < 0 {
			return i
		}
		var more bool
		if i, more = s.next(i, '}'); !more {
			return i
		}
	}
}

// value skips any value. Depth counts the arrays and objects around it.
func (s *Scanner) value(i, depth int) int {
	if i >= len(s.line) {
		return s.fail(Incomplete, i)
	}
	switch c := s.line[i]; {
	case c == '"':
		return s.str(i)
	case c == '{':
		return s.object(i, depth+1)
	case c == '[':
		return s.array(i, depth+1)
	case c == '-' || c-'0' <= 9:
		return s.number(i)
	case c == 't':
		return s.literal(i, "true")
	case c == 'f':
		return s.literal(i, "false")
	case c == 'n':
		return s.literal(i, "null")
	}
	return s.fail(BadSyntax, i)
}

func (s *Scanner) object(i, depth int) int {
	if depth > MaxDepth {
		return s.fail(TooDeep, i)
	}
	i = s.space(i + 1)
	if i < len(s.line) && s.line[i] == '}' {
		return i + 1
	}
	for {
		if i = s.key(i); i < 0 {
			return i
		}
		if i = s.colon(i); i < 0 {
			return i
		}
		if i = s.value(i, depth); i < 0 {
			return i
		}
		var more bool
		if i, more = s.next(i, '}'); !more {
			return i
		}
	}
}

func (s *Scanner) array(i, depth int) int {
	if depth > MaxDepth {
		return s.fail(TooDeep, i)
	}
	i = s.space(i + 1)
	if i < len(s.line) && s.line[i] == ']' {
		return i + 1
	}
	for {
		if i = s.value(i, depth); i < 0 {
			return i
		}
		var more bool
		if i, more = s.next(i, ']'); !more {
			return i
		}
	}
}

func (s *Scanner) key(i int) int {
	if i >= len(s.line) {
		return s.fail(Incomplete, i)
	}
	if s.line[i] != '"' {
		return s.fail(BadSyntax, i)
	}
	return s.str(i)
}

// colon reads what stands between a key and its value.
func (s *Scanner) colon(i int) int {
	if i = s.space(i); i >= len(s.line) {
		return s.fail(Incomplete, i)
	}
	if s.line[i] != ':' {
		return s.fail(BadSyntax, i)
	}
	return s.space(i + 1)
}

// next reads what follows a value: a comma, after which there is more, or the end of the object or array.
func (s *Scanner) next(i int, end byte) (after int, more bool) {
	if i = s.space(i); i >= len(s.line) {
		return s.fail(Incomplete, i), false
	}
	switch s.line[i] {
	case ',':
		return s.space(i + 1), true
	case end:
		return i + 1, false
	}
	return s.fail(BadSyntax, i), false
}

func (s *Scanner) literal(i int, word string) int {
	rest := s.line[i:]
	if len(rest) >= len(word) && string(rest[:len(word)]) == word {
		return i + len(word)
	}
	if len(rest) < len(word) && string(rest) == word[:len(rest)] {
		return s.fail(Incomplete, len(s.line))
	}
	return s.fail(BadSyntax, i)
}
