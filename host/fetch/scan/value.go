package scan

// The readers below take the line and the position of a token's first byte and return the position after it, or a
// negative number after [Scanner.fail]. The line is a parameter and no field, so that it stays in registers.

// space skips white space, of which Mixpanel sends none: one comparison settles most calls.
func space(line []byte, i int) int {
	if i < len(line) && line[i] > ' ' {
		return i
	}
	return someSpace(line, i)
}

func someSpace(line []byte, i int) int {
	for i < len(line) {
		switch line[i] {
		case ' ', '\t', '\r', '\n':
			i++
		default:
			return i
		}
	}
	return i
}

// members reads an object and hands each key, unescaped, and the position of its value to each.
func (s *Scanner) members(line []byte, i int, each func(*Scanner, []byte, []byte, int) int) int {
	i = space(line, i+1)
	if i < len(line) && line[i] == '}' {
		return i + 1
	}
	for {
		start := i
		if i = s.key(line, i); i < 0 {
			return i
		}
		key := line[start+1 : i-1]
		if s.escaped {
			key = s.text(line[start:i])
		}
		if i+1 < len(line) && line[i] == ':' && line[i+1] > ' ' {
			i++
		} else if i = s.colon(line, i); i < 0 {
			return i
		}
		if i = each(s, line, key, i); i < 0 {
			return i
		}
		if i+1 < len(line) && line[i] == ',' && line[i+1] > ' ' {
			i++
			continue
		}
		var more bool
		if i, more = s.next(line, i, '}'); !more {
			return i
		}
	}
}

// value skips any value. Depth counts the arrays and objects around it.
func (s *Scanner) value(line []byte, i, depth int) int {
	if i >= len(line) {
		return s.fail(Incomplete, i)
	}
	switch c := line[i]; {
	case c == '"':
		return s.str(line, i)
	case c == '{':
		return s.object(line, i, depth+1)
	case c == '[':
		return s.array(line, i, depth+1)
	case c == '-' || c-'0' <= 9:
		return s.number(line, i)
	case c == 't':
		return s.literal(line, i, "true")
	case c == 'f':
		return s.literal(line, i, "false")
	case c == 'n':
		return s.literal(line, i, "null")
	}
	return s.fail(BadSyntax, i)
}

func (s *Scanner) object(line []byte, i, depth int) int {
	if depth > MaxDepth {
		return s.fail(TooDeep, i)
	}
	i = space(line, i+1)
	if i < len(line) && line[i] == '}' {
		return i + 1
	}
	for {
		if i = s.key(line, i); i < 0 {
			return i
		}
		if i+1 < len(line) && line[i] == ':' && line[i+1] > ' ' {
			i++
		} else if i = s.colon(line, i); i < 0 {
			return i
		}
		if i = s.value(line, i, depth); i < 0 {
			return i
		}
		if i+1 < len(line) && line[i] == ',' && line[i+1] > ' ' {
			i++
			continue
		}
		var more bool
		if i, more = s.next(line, i, '}'); !more {
			return i
		}
	}
}

func (s *Scanner) array(line []byte, i, depth int) int {
	if depth > MaxDepth {
		return s.fail(TooDeep, i)
	}
	i = space(line, i+1)
	if i < len(line) && line[i] == ']' {
		return i + 1
	}
	for {
		if i = s.value(line, i, depth); i < 0 {
			return i
		}
		var more bool
		if i, more = s.next(line, i, ']'); !more {
			return i
		}
	}
}

func (s *Scanner) key(line []byte, i int) int {
	if i >= len(line) {
		return s.fail(Incomplete, i)
	}
	if line[i] != '"' {
		return s.fail(BadSyntax, i)
	}
	return s.str(line, i)
}

// colon reads what stands between a key and its value.
func (s *Scanner) colon(line []byte, i int) int {
	if i = space(line, i); i >= len(line) {
		return s.fail(Incomplete, i)
	}
	if line[i] != ':' {
		return s.fail(BadSyntax, i)
	}
	return space(line, i+1)
}

// next reads what follows a value: a comma, after which there is more, or the end of the object or array.
func (s *Scanner) next(line []byte, i int, end byte) (after int, more bool) {
	if i = space(line, i); i >= len(line) {
		return s.fail(Incomplete, i), false
	}
	switch line[i] {
	case ',':
		return space(line, i+1), true
	case end:
		return i + 1, false
	}
	return s.fail(BadSyntax, i), false
}

func (s *Scanner) literal(line []byte, i int, word string) int {
	rest := line[i:]
	if len(rest) >= len(word) && string(rest[:len(word)]) == word {
		return i + len(word)
	}
	if len(rest) < len(word) && string(rest) == word[:len(rest)] {
		return s.fail(Incomplete, len(line))
	}
	return s.fail(BadSyntax, i)
}
