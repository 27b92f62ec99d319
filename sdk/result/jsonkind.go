package result

import (
	"encoding/json"
	"strconv"
)

// jsonKind is what a JSON value, or every value of a column, is.
type jsonKind int

const (
	jsonNull jsonKind = iota
	jsonBool
	jsonInteger
	// jsonWide is an integer beyond 2^53, which a float64 would round.
	jsonWide
	jsonFloat
	jsonText
	// jsonMixed is a list, an object, a number out of range, or values of several kinds.
	jsonMixed
)

// exactInFloat is the greatest integer up to which every one is a float64.
const exactInFloat = 1 << 53

// kindOf looks at one valid JSON value.
func kindOf(value json.RawMessage) jsonKind {
	switch value[0] {
	case 'n':
		return jsonNull
	case 't', 'f':
		return jsonBool
	case '"':
		return jsonText
	case '[', '{':
		return jsonMixed
	}
	return numberKind(string(value))
}

func numberKind(text string) jsonKind {
	// -0 has no int64, but a float64.
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && text != "-0" {
		if n > exactInFloat || n < -exactInFloat {
			return jsonWide
		}
		return jsonInteger
	}
	if integerOutOfRange(text) {
		return jsonMixed
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return jsonMixed
	}
	return jsonFloat
}

// integerOutOfRange tells an id of 20 digits from a measurement.
func integerOutOfRange(text string) bool {
	for _, r := range text {
		if r == '.' || r == 'e' || r == 'E' {
			return false
		}
	}
	return text != "-0"
}

// kind is what all values of the column can be told as: bool, integer, float, text or mixed.
func (c *jsonColumn) kind() jsonKind {
	all := jsonNull
	for _, value := range c.values {
		all = join(all, kindOf(value))
	}
	switch all {
	case jsonWide:
		return jsonInteger
	case jsonNull:
		return jsonMixed
	}
	return all
}

// join is the narrowest kind that holds both.
func join(a, b jsonKind) jsonKind {
	if a > b {
		a, b = b, a
	}
	switch {
	case a == b, a == jsonNull:
		return b
	case a == jsonInteger && (b == jsonWide || b == jsonFloat):
		return b
	default:
		return jsonMixed
	}
}
