package expr

import (
	"slices"
	"strings"
)

func arithmetic(apply func(a, b float64) float64) func(a, b Value) Value {
	return func(a, b Value) Value {
		if a.kind != Number || b.kind != Number {
			return Value{}
		}
		return Num(apply(a.number, b.number))
	}
}

func add(a, b Value) Value {
	if a.kind == String && b.kind == String {
		return Text(a.text + b.text)
	}
	return arithmetic(func(a, b float64) float64 { return a + b })(a, b)
}

// divided is arithmetic that 0 does not divide.
func divided(apply func(a, b float64) float64) func(a, b Value) Value {
	return func(a, b Value) Value {
		if b.number == 0 {
			return Value{}
		}
		return arithmetic(apply)(a, b)
	}
}

func equal(a, b Value) bool {
	if a.kind != b.kind {
		a, b = instants(a, b)
	}
	if a.kind != b.kind {
		return false
	}
	switch a.kind {
	case Boolean:
		return a.truth == b.truth
	case Number, Time:
		return a.number == b.number
	case String:
		return a.text == b.text
	case List:
		return slices.EqualFunc(a.items, b.items, equal)
	case Object:
		return equalObjects(a.object, b.object)
	case Undefined, Null:
	}
	return true
}

func equalObjects(a, b map[string]Value) bool {
	if len(a) != len(b) {
		return false
	}
	for name, value := range a {
		if other, ok := b[name]; !ok || !equal(value, other) {
			return false
		}
	}
	return true
}

func ordered(holds func(a, b float64) bool) func(a, b Value) Value {
	return func(a, b Value) Value {
		a, b = instants(a, b)
		if a.kind != b.kind || a.kind != Number && a.kind != Time {
			return Value{}
		}
		return Bool(holds(a.number, b.number))
	}
}

// instants turns a number or date string that meets a time into a time, so that
// event["$time"] >= datetime("2026-03-01T00:00:00") and its like compare.
func instants(a, b Value) (Value, Value) {
	if a.kind == Time {
		return a, toInstant(b)
	}
	if b.kind == Time {
		return toInstant(a), b
	}
	return a, b
}

func toInstant(v Value) Value {
	switch v.kind {
	case Number:
		return Instant(v.number)
	case String:
		if t, ok := parseTime(v.text); ok {
			return t
		}
	default:
	}
	return v
}

// contains is the operator in: substring of a string, member of a list.
func contains(a, b Value) Value {
	switch {
	case b.kind == List:
		return Bool(slices.ContainsFunc(b.items, func(item Value) bool { return equal(a, item) }))
	case a.kind == String && b.kind == String:
		return Bool(strings.Contains(b.text, a.text))
	}
	return Value{}
}

func negate(v Value) Value {
	if v.kind != Number {
		return Value{}
	}
	return Num(-v.number)
}

func not(v Value) Value {
	switch v.kind {
	case Boolean:
		return Bool(!v.truth)
	case Undefined:
		return Bool(true)
	default:
		return Value{}
	}
}
