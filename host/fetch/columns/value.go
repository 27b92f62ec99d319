package columns

import (
	"bytes"
	"math"
	"strconv"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// value is a property's value as a column may take it.
type value struct {
	// kind is the narrowest type that holds it, "" for null.
	kind storage.PropertyType
	// nested says that it is an array or an object.
	nested bool
	whole  int64
	number float64
	token  []byte
}

// parse reads a token that the scanner has checked.
func parse(token []byte) value {
	v := value{kind: storage.Varchar, token: token}
	switch token[0] {
	case '"':
	case 'n':
		v.kind = ""
	case 't', 'f':
		v.kind = storage.Boolean
	case '{', '[':
		v.nested = true
	default:
		return parseNumber(token)
	}
	return v
}

// parseNumber reads a number's token; one that no numeric column holds is text.
func parseNumber(token []byte) value {
	if whole, ok := scan.ParseInteger(token); ok {
		return value{kind: storage.BigInt, whole: whole, token: token}
	}
	text := string(token)
	if bytes.ContainsAny(token, ".eE") {
		if number, err := strconv.ParseFloat(text, 64); err == nil {
			return value{kind: storage.Double, number: number, token: token}
		}
	} else if whole, err := strconv.ParseInt(text, 10, 64); err == nil {
		return value{kind: storage.BigInt, whole: whole, token: token}
	}
	return value{kind: storage.Varchar, token: token}
}

// exact is how far a float64 counts whole numbers one by one.
const exact = 1 << 53

// float is the value as a float64, where that holds it.
func (v value) float() (number float64, ok bool) {
	switch {
	case v.kind == storage.Double:
		return v.number, !math.IsInf(v.number, 0)
	case v.kind == storage.BigInt && v.whole <= exact && v.whole >= -exact:
		return float64(v.whole), true
	}
	return 0, false
}

// isPlain says that every engine spells the value in a text column as the token stands: true, false and whole numbers that
// have one spelling. Fractions and exponents, arrays and objects are left to the engine.
func (v value) isPlain() bool {
	switch v.kind {
	case storage.Boolean:
		return true
	case storage.BigInt:
		return len(v.token) <= 18 && (v.whole != 0 || len(v.token) == 1)
	}
	return false
}
