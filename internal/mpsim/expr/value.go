package expr

import (
	"encoding/json"
	"strconv"
	"time"
)

// Kind is the type of a Value.
type Kind int

// The kinds of values. Undefined is the zero Kind: what an absent property is.
const (
	Undefined Kind = iota
	Null
	Boolean
	Number
	String
	Time // an instant, from datetime() or a $time property
	List
	Object
)

// String returns the kind's name as an error message would say it.
func (k Kind) String() string {
	return [...]string{"undefined", "null", "boolean", "number", "string", "time", "list", "object"}[k]
}

// Value is what an expression works on and yields. The zero Value is undefined.
// Values are immutable.
type Value struct {
	kind   Kind
	truth  bool
	number float64 // also the epoch seconds of a Time
	text   string
	items  []Value
	object map[string]Value
}

// Bool returns a boolean value.
func Bool(b bool) Value { return Value{kind: Boolean, truth: b} }

// Num returns a number.
func Num(f float64) Value { return Value{kind: Number, number: f} }

// Text returns a string value.
func Text(s string) Value { return Value{kind: String, text: s} }

// Instant returns the time value of a number of epoch seconds.
func Instant(seconds float64) Value { return Value{kind: Time, number: seconds} }

// IsTrue tells whether the value is the boolean true, which is when a row is
// kept.
func (v Value) IsTrue() bool { return v.kind == Boolean && v.truth }

// String returns what string() yields of the value, and for kinds without a
// text the name of the kind in angle brackets.
func (v Value) String() string {
	if text := toText(v); text.kind == String {
		return text.text
	}
	return "<" + v.kind.String() + ">"
}

// FromJSON converts what encoding/json decodes into an any, with or without
// UseNumber, to a Value.
func FromJSON(x any) Value {
	switch x := x.(type) {
	case nil:
		return Value{kind: Null}
	case bool:
		return Bool(x)
	case float64:
		return Num(x)
	case json.Number:
		// Beyond the range of a float64 this is an infinity, which compares as
		// the huge number it stands for.
		f, _ := strconv.ParseFloat(x.String(), 64)
		return Num(f)
	case string:
		return Text(x)
	case []any:
		items := make([]Value, len(x))
		for i, item := range x {
			items[i] = FromJSON(item)
		}
		return Value{kind: List, items: items}
	case map[string]any:
		object := make(map[string]Value, len(x))
		for name, item := range x {
			object[name] = FromJSON(item)
		}
		return Value{kind: Object, object: object}
	}
	return Value{}
}

// timeLayout is how Mixpanel writes dates in properties and in datetime().
const timeLayout = "2006-01-02T15:04:05"

// parseTime reads a date with or without a time of day.
func parseTime(text string) (Value, bool) {
	for _, layout := range []string{timeLayout, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return Instant(float64(t.UnixMilli()) / 1000), true
		}
	}
	return Value{}, false
}
