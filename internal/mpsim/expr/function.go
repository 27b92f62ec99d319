package expr

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// function is a named function and how many arguments it takes.
type function struct {
	least, most int
	apply       func(args []Value) Value
}

var functions = map[string]function{
	"string":     {1, 2, castText},
	"number":     {1, 1, func(args []Value) Value { return toNumber(args[0]) }},
	"boolean":    {1, 1, func(args []Value) Value { return toBoolean(args[0]) }},
	"floor":      {1, 1, rounding(math.Floor)},
	"ceil":       {1, 1, rounding(math.Ceil)},
	"round":      {1, 1, rounding(math.Round)},
	"defined":    {1, 1, func(args []Value) Value { return Bool(args[0].kind != Undefined) }},
	"datetime":   {1, 1, func(args []Value) Value { return toTime(args[0]) }},
	"has_prefix": {2, 2, hasPrefix},
}

func rounding(apply func(float64) float64) func([]Value) Value {
	return func(args []Value) Value {
		if args[0].kind != Number {
			return Value{}
		}
		return Num(apply(args[0].number))
	}
}

// castText is string(x) and string(x, instead): the second form, seen in an
// official export script, gives undefined values a text.
func castText(args []Value) Value {
	if len(args) == 2 && args[0].kind == Undefined {
		return toText(args[1])
	}
	return toText(args[0])
}

func toText(v Value) Value {
	switch v.kind {
	case Boolean:
		return Text(strconv.FormatBool(v.truth))
	case Number:
		return Text(strconv.FormatFloat(v.number, 'f', -1, 64))
	case Time:
		return Text(time.Unix(int64(v.number), 0).UTC().Format(timeLayout))
	case String, Null:
		return v
	default:
		return Value{}
	}
}

// decimal is what number() reads: no hexadecimal, no infinities, no blanks.
var decimal = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)

func toNumber(v Value) Value {
	switch v.kind {
	case Boolean:
		if v.truth {
			return Num(1)
		}
		return Num(0)
	case Number, Time:
		return Num(v.number)
	case String:
		if !decimal.MatchString(v.text) {
			return Value{}
		}
		f, err := strconv.ParseFloat(v.text, 64)
		if err != nil {
			return Value{}
		}
		return Num(f)
	default:
		return Value{}
	}
}

func toBoolean(v Value) Value {
	switch v.kind {
	case Undefined, Null:
		return Bool(false)
	case Boolean:
		return v
	case Number:
		return Bool(v.number != 0)
	case String:
		return Bool(v.text != "" && v.text != "false")
	default:
		return Bool(true)
	}
}

// toTime is datetime(x): an ISO date, or a number of epoch seconds.
func toTime(v Value) Value {
	if v = toInstant(v); v.kind != Time {
		return Value{}
	}
	return v
}

func hasPrefix(args []Value) Value {
	if args[0].kind != String || args[1].kind != String {
		return Value{}
	}
	return Bool(strings.HasPrefix(args[0].text, args[1].text))
}
