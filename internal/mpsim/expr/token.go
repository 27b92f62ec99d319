package expr

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// token is a piece of the source, known by its sign: an operator or bracket as it is, a word in lower case, or one of the
// signs below, which have a blank in them and so are nobody's word.
type token struct {
	sign   string
	offset int
	word   bool
	value  Value // of a literal
}

const (
	aNumber = "a number"
	aString = "a string"
	theEnd  = "the end"
)

// String is what messages call the token.
func (t token) String() string {
	if strings.Contains(t.sign, " ") {
		return t.sign
	}
	return strconv.Quote(t.sign)
}

// pieces matches any piece at the beginning of a text; the groups are a number, a quoted string, a word, a sign.
var pieces = regexp.MustCompile(`(?s)^(?:[ \t\r\n]+` +
	`|([0-9.]+(?:[eE][+-]?[0-9]+)?)` +
	`|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')` +
	`|([A-Za-z_][A-Za-z_0-9]*)` +
	`|(==|!=|>=|<=|[-+*/%<>=()\[\],]))`)

// tokenize cuts the whole source, and puts the end behind it.
func tokenize(source string) ([]token, error) {
	var tokens []token
	for offset := 0; offset < len(source); {
		found := pieces.FindStringSubmatch(source[offset:])
		if found == nil {
			return nil, stray(source, offset)
		}
		piece := token{offset: offset}
		var err error
		switch {
		case found[1] != "":
			piece.sign = aNumber
			piece.value, err = numberIn(found[1], source[offset+len(found[1]):], offset)
		case found[2] != "":
			piece.sign = aString
			piece.value, err = textIn(found[2], offset)
		case found[3] != "":
			piece.sign, piece.word = strings.ToLower(found[3]), true
		default:
			piece.sign = found[4]
		}
		if err != nil {
			return nil, err
		}
		if offset += len(found[0]); piece.sign != "" {
			tokens = append(tokens, piece)
		}
	}
	return append(tokens, token{sign: theEnd, offset: len(source)}), nil
}

// stray says what begins nothing: an open string, or a character of no meaning.
func stray(source string, offset int) error {
	if source[offset] != '"' && source[offset] != '\'' {
		first, _ := utf8.DecodeRuneInString(source[offset:])
		return &SyntaxError{offset, fmt.Sprintf("unexpected character %q", first)}
	}
	if slashes := len(source) - len(strings.TrimRight(source, `\`)); slashes%2 == 1 {
		return &SyntaxError{len(source), "the string ends in a backslash"}
	}
	return &SyntaxError{offset, "the string has no closing quote"}
}

func numberIn(literal, behind string, offset int) (Value, error) {
	if next := pieces.FindStringSubmatch(behind); next != nil && next[3] != "" {
		return Value{}, &SyntaxError{offset, "a number runs into a name"}
	}
	n, err := strconv.ParseFloat(literal, 64)
	if err != nil {
		return Value{}, &SyntaxError{offset, fmt.Sprintf("%q is not a number", literal)}
	}
	return Num(n), nil
}

// escapes matches a run of \u0000, which may be halves of characters, or a backslash and what follows it.
var escapes = regexp.MustCompile(`(?s)((?:\\u[0-9A-Fa-f]{4})+)|\\(.)`)

// textIn is what a quoted string stands for. An escape of no special meaning stands for the character itself.
func textIn(quoted string, offset int) (Value, error) {
	inside := quoted[1 : len(quoted)-1]
	for _, place := range escapes.FindAllStringSubmatchIndex(inside, -1) {
		if place[4] >= 0 && inside[place[4]] == 'u' {
			return Value{}, &SyntaxError{offset + 1 + place[5], `\u needs four hexadecimal digits`}
		}
	}
	return Text(escapes.ReplaceAllStringFunc(inside, unescape)), nil
}

func unescape(escape string) string {
	switch escape[1] {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'r':
		return "\r"
	case 'u':
		var units []uint16
		for _, digits := range strings.Split(escape, `\u`)[1:] {
			unit, _ := strconv.ParseUint(digits, 16, 16) // the pattern lets nothing else through
			units = append(units, uint16(unit))
		}
		return string(utf16.Decode(units))
	}
	return escape[1:]
}
