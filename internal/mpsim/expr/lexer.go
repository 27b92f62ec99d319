package expr

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// shape is what sort of token it is.
type shape int

const (
	end shape = iota
	number
	text
	word  // a name or keyword, in lower case
	punct // an operator or bracket
)

type token struct {
	shape  shape
	offset int
	text   string // the decoded string, the word, or the operator
	number float64
}

// describe names the token in an error message.
func (t token) describe() string {
	switch t.shape {
	case end:
		return "the end"
	case text:
		return "a string"
	case number:
		return "a number"
	}
	return strconv.Quote(t.text)
}

// lexer cuts an expression into tokens, one by one.
type lexer struct {
	source string
	at     int
}

func (l *lexer) next() (token, error) {
	for l.at < len(l.source) && strings.IndexByte(" \t\r\n", l.source[l.at]) >= 0 {
		l.at++
	}
	if l.at == len(l.source) {
		return token{shape: end, offset: l.at}, nil
	}
	switch c := l.source[l.at]; {
	case isDigit(c) || c == '.':
		return l.number()
	case c == '"' || c == '\'':
		return l.text(c)
	case isLetter(c):
		return l.word(), nil
	}
	return l.punct()
}

func (l *lexer) number() (token, error) {
	start := l.at
	for l.at < len(l.source) && (isDigit(l.source[l.at]) || l.source[l.at] == '.') {
		l.at++
	}
	l.exponent()
	literal := l.source[start:l.at]
	if l.at < len(l.source) && isLetter(l.source[l.at]) {
		return token{}, &SyntaxError{start, "a number runs into a name"}
	}
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil {
		return token{}, &SyntaxError{start, strconv.Quote(literal) + " is not a number"}
	}
	return token{shape: number, offset: start, number: f}, nil
}

// exponent reads e+10 behind a number, if it is there.
func (l *lexer) exponent() {
	at := l.at
	if at == len(l.source) || l.source[at]|0x20 != 'e' {
		return
	}
	at++
	if at < len(l.source) && (l.source[at] == '+' || l.source[at] == '-') {
		at++
	}
	digits := at
	for at < len(l.source) && isDigit(l.source[at]) {
		at++
	}
	if at > digits {
		l.at = at
	}
}

func (l *lexer) text(quote byte) (token, error) {
	start := l.at
	l.at++
	var b strings.Builder
	for l.at < len(l.source) {
		c := l.source[l.at]
		l.at++
		switch c {
		case quote:
			return token{shape: text, offset: start, text: b.String()}, nil
		case '\\':
			if err := l.escape(&b); err != nil {
				return token{}, err
			}
		default:
			b.WriteByte(c)
		}
	}
	return token{}, &SyntaxError{start, "the string has no closing quote"}
}

// escape decodes what follows a backslash. An escape of no special meaning
// stands for the character itself.
func (l *lexer) escape(b *strings.Builder) error {
	if l.at == len(l.source) {
		return &SyntaxError{l.at, "the string ends in a backslash"}
	}
	c := l.source[l.at]
	l.at++
	switch c {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'u':
		if l.at+4 > len(l.source) {
			return &SyntaxError{l.at, "\\u needs four hexadecimal digits"}
		}
		code, err := strconv.ParseUint(l.source[l.at:l.at+4], 16, 32)
		if err != nil {
			return &SyntaxError{l.at, "\\u needs four hexadecimal digits"}
		}
		l.at += 4
		b.WriteRune(rune(code))
	default:
		b.WriteByte(c)
	}
	return nil
}

func (l *lexer) word() token {
	start := l.at
	for l.at < len(l.source) && (isLetter(l.source[l.at]) || isDigit(l.source[l.at])) {
		l.at++
	}
	return token{shape: word, offset: start, text: strings.ToLower(l.source[start:l.at])}
}

func (l *lexer) punct() (token, error) {
	start := l.at
	if l.at+2 <= len(l.source) {
		switch two := l.source[l.at : l.at+2]; two {
		case "==", "!=", ">=", "<=":
			l.at += 2
			return token{shape: punct, offset: start, text: two}, nil
		}
	}
	if strings.IndexByte("+-*/%<>=()[],", l.source[l.at]) < 0 {
		r, _ := utf8.DecodeRuneInString(l.source[l.at:])
		return token{}, &SyntaxError{start, "unexpected character " + strconv.QuoteRune(r)}
	}
	l.at++
	return token{shape: punct, offset: start, text: l.source[start:l.at]}, nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' }
