package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// unclear is the error for an answer that is not what a report's answer looks like.
func unclear(report string, err error) error {
	return &mperr.APIError{
		Message: fmt.Sprintf("the answer of %s cannot be understood: %s", report, mixpanel.Unexpected(err)),
		Fix:     "-vv shows the answer; please report it, as Mixpanel may have changed its form",
	}
}

// understood gives a result, or says that the answer it was made of has no sense: the question was valid.
func understood[R any](report string, made R, err error) (R, error) {
	if err != nil {
		var none R
		return none, unclear(report, err)
	}
	return made, nil
}

// within is what an answer holds under the first of the keys that it has, as some endpoints wrap their answers in data or
// results and samples of theirs do not; else the whole.
func within(answer json.RawMessage, keys ...string) json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(answer, &object) != nil {
		return answer
	}
	for _, key := range keys {
		if inner := object[key]; len(inner) > 0 && (inner[0] == '{' || inner[0] == '[') {
			return inner
		}
	}
	return answer
}

// quantity is a number in any of the forms that were seen: 12, 12.0, "12", and null for 0.
type quantity float64

func (q *quantity) UnmarshalJSON(text []byte) error {
	digits := bare(text)
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return fmt.Errorf("%s is no number", digits)
	}
	if !isExact(digits, n) {
		return fmt.Errorf("%s is too large a number to be told exactly", digits)
	}
	*q = quantity(n)
	return nil
}

// bare is a number without the quotes that it may have; null is 0.
func bare(number []byte) string {
	var quoted string
	if json.Unmarshal(number, &quoted) == nil && number[0] == '"' {
		number = []byte(strings.TrimSpace(quoted))
	}
	if string(number) == "null" {
		return "0"
	}
	return string(number)
}

// isExact says that a whole number in digits lost none of them. Fractions and exponents are approximate where they come
// from.
func isExact(digits string, read float64) bool {
	if len(digits) < 16 {
		return true
	}
	written, whole := new(big.Int).SetString(digits, 10)
	if !whole {
		return true
	}
	kept, _ := new(big.Float).SetFloat64(read).Int(nil)
	return written.Cmp(kept) == 0
}

// tally is a quantity that must be whole, to the last digit.
type tally int64

func (t *tally) UnmarshalJSON(text []byte) error {
	if n, err := strconv.ParseInt(bare(text), 10, 64); err == nil {
		*t = tally(n)
		return nil
	}
	var q quantity
	if err := q.UnmarshalJSON(text); err != nil {
		return err
	}
	n := int64(q)
	if quantity(n) != q {
		return fmt.Errorf("%v is no count", float64(q))
	}
	*t = tally(n)
	return nil
}

// isDate says that a key is a date and not one of the words that stand beside dates.
func isDate(key string) bool {
	if len(key) < len(time.DateOnly) {
		return false
	}
	_, err := time.Parse(time.DateOnly, key[:len(time.DateOnly)])
	return err == nil
}

// dated are the members of an object whose keys are dates; others are passed over. It is an error for an object to have
// members and none of them dated.
func dated(object json.RawMessage) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil {
		return nil, err
	}
	out := make(map[string]json.RawMessage, len(members))
	for key, value := range members {
		if isDate(key) {
			out[key] = value
		}
	}
	if len(members) > 0 && len(out) == 0 {
		return nil, errors.New("it holds no dates")
	}
	return out, nil
}
