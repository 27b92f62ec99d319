package discovery

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Mixpanel's services write the same thing in several ways; what is here takes all that were seen.

// amount is a number, also as text; null is 0.
type amount float64

func (a *amount) UnmarshalJSON(text []byte) error {
	digits := string(bytes.Trim(text, `"`))
	if digits == "null" || digits == "" {
		return nil
	}
	float, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return fmt.Errorf("%.40s is not a number", text)
	}
	*a = amount(float)
	return nil
}

// number is a whole number, also as text or with a fraction of zeros; null is 0.
type number int64

func (n *number) UnmarshalJSON(text []byte) error {
	digits := string(bytes.Trim(text, `"`))
	if digits == "null" || digits == "" {
		return nil
	}
	if whole, err := strconv.ParseInt(digits, 10, 64); err == nil {
		*n = number(whole)
		return nil
	}
	float, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.Abs(float) > 1<<53 || float != math.Trunc(float) {
		return fmt.Errorf("%.40s is not a whole number", text)
	}
	*n = number(float)
	return nil
}

// flag is true, 1 or "1"; null is false.
type flag bool

func (f *flag) UnmarshalJSON(text []byte) error {
	switch string(bytes.Trim(text, `"`)) {
	case "true", "1":
		*f = true
	case "false", "0", "null", "":
	default:
		return fmt.Errorf("%.40s is neither true nor false", text)
	}
	return nil
}

// word is a text; what is none is kept as JSON, and null is "".
type word string

func (w *word) UnmarshalJSON(text []byte) error {
	var plain *string
	if json.Unmarshal(text, &plain) != nil {
		*w = word(text)
	} else if plain != nil {
		*w = word(*plain)
	}
	return nil
}

func texts(words []word) []string {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = string(w)
	}
	return plain
}

// array is a list, bare or in an envelope {"results": …}; null is none.
type array[Item any] []Item

func (a *array[Item]) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(unwrapped(text), (*[]Item)(a))
}

func (a array[Item]) size() int { return len(a) }

// unwrapped is what an envelope holds, or the text itself where it has none.
func unwrapped(text []byte) []byte {
	var envelope struct {
		Results json.RawMessage `json:"results"`
	}
	if json.Unmarshal(text, &envelope) == nil && len(envelope.Results) > 0 {
		return unwrapped(envelope.Results)
	}
	return text
}
