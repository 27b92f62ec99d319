package expr

import "math"

// infix is an operator between two terms.
type infix struct {
	power int // how tightly it binds; operators of the same power associate to the left
	join  func(left, right term) term
}

var infixes = map[string]infix{
	"or":  {1, logic("or", func(a, b bool) bool { return a || b })},
	"and": {2, logic("and", func(a, b bool) bool { return a && b })},
	"==":  {3, both(func(a, b Value) Value { return Bool(equal(a, b)) })},
	"=":   {3, both(func(a, b Value) Value { return Bool(equal(a, b)) })},
	"!=":  {3, both(func(a, b Value) Value { return Bool(!equal(a, b)) })},
	"<":   {4, both(ordered(func(a, b float64) bool { return a < b }))},
	"<=":  {4, both(ordered(func(a, b float64) bool { return a <= b }))},
	">":   {4, both(ordered(func(a, b float64) bool { return a > b }))},
	">=":  {4, both(ordered(func(a, b float64) bool { return a >= b }))},
	"in":  {4, both(contains)},
	"+":   {5, both(add)},
	"-":   {5, both(arithmetic(func(a, b float64) float64 { return a - b }))},
	"*":   {6, both(arithmetic(func(a, b float64) float64 { return a * b }))},
	"/":   {6, both(divided(func(a, b float64) float64 { return a / b }))},
	"%":   {6, both(divided(math.Mod))}, // math.Mod gives the sign of the dividend
}

// both is an operator that cannot err.
func both(apply func(a, b Value) Value) func(left, right term) term {
	return func(left, right term) term {
		return func(s *scope) (Value, error) {
			a, err := left(s)
			if err != nil {
				return Value{}, err
			}
			b, err := right(s)
			if err != nil {
				return Value{}, err
			}
			return apply(a, b), nil
		}
	}
}

// logic is "and" or "or", whose operands may err. Both are always evaluated.
func logic(operator string, apply func(a, b bool) bool) func(left, right term) term {
	truth := func(side term, s *scope) (bool, error) {
		value, err := side(s)
		if err == nil && value.kind != Boolean && value.kind != Undefined {
			err = &OperandError{Operator: operator, Kind: value.kind}
		}
		return value.IsTrue(), err
	}
	return func(left, right term) term {
		return func(s *scope) (Value, error) {
			a, err := truth(left, s)
			if err != nil {
				return Value{}, err
			}
			b, err := truth(right, s)
			if err != nil {
				return Value{}, err
			}
			return Bool(apply(a, b)), nil
		}
	}
}
