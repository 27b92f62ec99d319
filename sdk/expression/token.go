package expression

import "strconv"

// shape is what sort of token it is.
type shape int

const (
	end shape = iota
	numeral
	quoted
	word // a name or keyword, in lower case
	sign // an operator or bracket
)

// token is a piece of the text that means something as a whole.
type token struct {
	shape  shape
	offset int
	text   string // the unescaped text, the word or the sign
	number float64
}

// describe is the token in an error message.
func (t token) describe() string {
	switch t.shape {
	case end:
		return "the end"
	case numeral:
		return "a number"
	case quoted:
		return "a text"
	case word, sign:
	}
	return strconv.Quote(t.text)
}
