package expression

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	blanks  = " \t\r\n"
	digits  = "0123456789"
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	signs   = "+-*/%<>=()[],"
)

// scanner cuts a text into tokens, one by one.
type scanner struct {
	source string
	at     int
}

// rest is what has not been read.
func (s *scanner) rest() string { return s.source[s.at:] }

// span reads on over the characters of a set.
func (s *scanner) span(set string) string {
	rest := s.rest()
	length := len(rest) - len(strings.TrimLeft(rest, set))
	s.at += length
	return rest[:length]
}

func (s *scanner) next() (token, *syntaxError) {
	s.span(blanks)
	if s.at == len(s.source) {
		return token{shape: end, offset: s.at}, nil
	}
	first := s.source[s.at]
	switch {
	case strings.IndexByte(digits+".", first) >= 0:
		return s.numeral()
	case first == '"' || first == '\'':
		return s.quoted()
	case strings.IndexByte(letters, first) >= 0:
		start := s.at
		return token{shape: word, offset: start, text: strings.ToLower(s.span(letters + digits))}, nil
	}
	return s.sign()
}

func (s *scanner) numeral() (token, *syntaxError) {
	start := s.at
	s.span(digits + ".")
	mantissa := s.at
	if exponent := s.rest(); exponent != "" && strings.IndexByte("eE", exponent[0]) >= 0 {
		s.at++
		if s.at < len(s.source) && strings.IndexByte("+-", s.source[s.at]) >= 0 {
			s.at++
		}
		if s.span(digits) == "" {
			s.at = mantissa
		}
	}
	literal := s.source[start:s.at]
	if s.span(letters) != "" {
		return token{}, &syntaxError{start, "a number runs into a name"}
	}
	value, err := strconv.ParseFloat(literal, 64)
	if err != nil {
		return token{}, &syntaxError{start, strconv.Quote(literal) + " is not a number"}
	}
	return token{shape: numeral, offset: start, number: value}, nil
}

func (s *scanner) quoted() (token, *syntaxError) {
	start, quote := s.at, s.source[s.at]
	s.at++
	var text strings.Builder
	for s.at < len(s.source) {
		c := s.source[s.at]
		s.at++
		switch c {
		case quote:
			return token{shape: quoted, offset: start, text: text.String()}, nil
		case '\\':
			if err := s.escape(&text); err != nil {
				return token{}, err
			}
		default:
			text.WriteByte(c)
		}
	}
	return token{}, &syntaxError{start, "the text has no closing quote"}
}

// escape reads what follows a backslash. A character without a special meaning stands for itself.
func (s *scanner) escape(text *strings.Builder) *syntaxError {
	if s.at == len(s.source) {
		return &syntaxError{s.at, "the text ends in a backslash"}
	}
	c := s.source[s.at]
	s.at++
	switch c {
	case 'n':
		text.WriteByte('\n')
	case 't':
		text.WriteByte('\t')
	case 'r':
		text.WriteByte('\r')
	case 'u':
		return s.codePoint(text)
	default:
		text.WriteByte(c)
	}
	return nil
}

// codePoint reads what follows \u. What is beyond four digits comes as a pair of halves, as in JSON.
func (s *scanner) codePoint(text *strings.Builder) *syntaxError {
	start := s.at
	code, ok := s.fourDigits()
	if !ok {
		return &syntaxError{start, "\\u needs four hexadecimal digits"}
	}
	if utf16.IsSurrogate(code) {
		var second rune
		if strings.HasPrefix(s.rest(), `\u`) {
			s.at += len(`\u`)
			second, _ = s.fourDigits()
		}
		if code = utf16.DecodeRune(code, second); code == utf8.RuneError {
			return &syntaxError{start, "\\u has half a character: the other half is to follow as another \\u"}
		}
	}
	text.WriteRune(code)
	return nil
}

func (s *scanner) fourDigits() (rune, bool) {
	rest := s.rest()
	if len(rest) < 4 {
		return 0, false
	}
	code, err := strconv.ParseUint(rest[:4], 16, 16)
	if err != nil {
		return 0, false
	}
	s.at += 4
	return rune(code), true
}

func (s *scanner) sign() (token, *syntaxError) {
	start := s.at
	for _, two := range []string{"==", "!=", ">=", "<="} {
		if strings.HasPrefix(s.rest(), two) {
			s.at += 2
			return token{shape: sign, offset: start, text: two}, nil
		}
	}
	if c, size := utf8.DecodeRuneInString(s.rest()); !strings.ContainsRune(signs, c) || size != 1 {
		return token{}, &syntaxError{start, fmt.Sprintf("unexpected character %q", c)}
	}
	s.at++
	return token{shape: sign, offset: start, text: s.source[start:s.at]}, nil
}
