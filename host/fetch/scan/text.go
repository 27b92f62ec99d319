package scan

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// A word of eight bytes is looked at as a whole: subtracting from each byte makes its top bit rise where the byte was
// smaller. A borrow can only raise bits above the first true one, and only the first is used.
const (
	ones  = 0x0101010101010101
	tops  = 0x8080808080808080
	quote = ones * '"'
	slash = ones * '\\'
	blank = ones * ' '
)

// str reads a string from its opening quote to the byte after its closing one.
func (s *Scanner) str(line []byte, i int) int {
	start := i
	s.escaped = false
	i++
	var seen uint64 // all bytes so far, one over the other: a top bit says that some are not ASCII
	for {
		for i+8 <= len(line) {
			word := binary.LittleEndian.Uint64(line[i:])
			atQuote, atSlash := word^quote, word^slash
			stop := ((atQuote-ones)&^atQuote | (atSlash-ones)&^atSlash | (word-blank)&^word) & tops
			if stop == 0 {
				seen |= word
				i += 8
				continue
			}
			seen |= word & (stop - 1) // the bytes before, and bits of the one that stops, which is ASCII
			i += bits.TrailingZeros64(stop) / 8
			break
		}
		for i < len(line) && line[i] >= ' ' && line[i] != '"' && line[i] != '\\' {
			seen |= uint64(line[i])
			i++
		}
		switch {
		case i >= len(line):
			return s.fail(Incomplete, i)
		case line[i] == '"':
			if seen&tops != 0 && !utf8.Valid(line[start:i]) {
				return s.fail(BadUTF8, start)
			}
			return i + 1
		case line[i] < ' ':
			return s.fail(ControlInString, i)
		}
		s.escaped = true
		if i = s.escape(line, i); i < 0 {
			return i
		}
	}
}

// escape reads an escape, and the second half where it is the first of a surrogate pair.
func (s *Scanner) escape(line []byte, i int) int {
	if i+1 >= len(line) {
		return s.fail(Incomplete, len(line))
	}
	switch line[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
	default:
		return s.fail(BadEscape, i)
	}
	first, ok := hex4(line[i+2:])
	if !ok {
		return s.failHex(line, i)
	}
	if !utf16.IsSurrogate(first) {
		return i + 6
	}
	rest := line[i+6:]
	if len(rest) >= 6 && rest[0] == '\\' && rest[1] == 'u' {
		if second, ok := hex4(rest[2:]); ok && utf16.DecodeRune(first, second) != utf8.RuneError {
			return i + 12
		}
	}
	return s.fail(LoneSurrogate, i)
}

func (s *Scanner) failHex(line []byte, i int) int {
	if i+6 > len(line) {
		return s.fail(Incomplete, len(line))
	}
	return s.fail(BadEscape, i)
}

func hex4(p []byte) (r rune, ok bool) {
	if len(p) < 4 {
		return 0, false
	}
	for _, c := range p[:4] {
		switch {
		case c-'0' <= 9:
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// text gives the text of a token that was read: of a string what stands between the quotes, unescaped; "" for null or an
// absent token; else its JSON text.
func (s *Scanner) text(token []byte) []byte {
	if len(token) == 0 || token[0] == 'n' {
		return nil
	}
	if token[0] != '"' {
		return token
	}
	inner := token[1 : len(token)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	start := len(s.unescaped)
	s.unescaped = appendUnescaped(s.unescaped, inner)
	return s.unescaped[start:]
}

// appendUnescaped appends what valid escapes stand for.
func appendUnescaped(to, inner []byte) []byte {
	for {
		at := bytes.IndexByte(inner, '\\')
		if at < 0 {
			return append(to, inner...)
		}
		to = append(to, inner[:at]...)
		c := inner[at+1]
		if c != 'u' {
			to = append(to, plain(c))
			inner = inner[at+2:]
			continue
		}
		r, _ := hex4(inner[at+2:])
		inner = inner[at+6:]
		if utf16.IsSurrogate(r) {
			second, _ := hex4(inner[2:])
			r = utf16.DecodeRune(r, second)
			inner = inner[6:]
		}
		to = utf8.AppendRune(to, r)
	}
}

// plain is the byte that a short escape stands for.
func plain(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}
