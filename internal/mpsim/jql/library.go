package jql

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// library is the global mixpanel.
func (e *engine) library() *goja.Object {
	members := map[string]any{"reducer": e.reducerLibrary(), "to_number": e.toNumber, "numeric_bucket": e.numericBucket}
	names := []string{"reducer", "to_number", "numeric_bucket"}
	for _, period := range periods {
		name := period.name + "_time_buckets"
		members[name], names = period, append(names, name)
	}
	return e.object(members, names...)
}

// reducerLibrary is mixpanel.reducer.
func (e *engine) reducerLibrary() *goja.Object {
	of := func(tell func(numbers) any) func(goja.Value) *builtin {
		return func(argument goja.Value) *builtin {
			access := e.accessor("the reducer", argument)
			return &builtin{func() accumulator { return &numbers{access: access, tell: tell, engine: e} }}
		}
	}
	by := func(sign int) func(goja.Value) *builtin {
		return func(argument goja.Value) *builtin {
			access := e.accessor("the reducer", argument)
			return &builtin{func() accumulator { return &extreme{access: access, sign: sign} }}
		}
	}
	count := func(n numbers) any { return n.items }
	return e.object(map[string]any{
		"count":               func() *builtin { return &builtin{func() accumulator { return &numbers{tell: count, engine: e} }} },
		"sum":                 of(func(n numbers) any { return n.sum }),
		"avg":                 of(ofSome(func(n numbers) float64 { return n.sum / float64(n.count) })),
		"min":                 of(ofSome(func(n numbers) float64 { return n.smallest })),
		"max":                 of(ofSome(func(n numbers) float64 { return n.largest })),
		"min_by":              by(-1),
		"max_by":              by(1),
		"numeric_summary":     of(summary),
		"numeric_percentiles": e.percentileReducer,
		"any":                 func() *builtin { return &builtin{func() accumulator { return &first{wanted: true} }} },
		"null":                func() *builtin { return &builtin{func() accumulator { return &first{} }} },
		"top": func(limit int) *builtin {
			if limit < 1 {
				panic(e.vm.NewTypeError("top() needs a number of items"))
			}
			return &builtin{func() accumulator { return &top{engine: e, limit: limit} }}
		},
	}, "count", "sum", "avg", "min", "max", "min_by", "max_by", "numeric_summary", "numeric_percentiles", "any", "null", "top")
}

// toNumber is mixpanel.to_number: of a value the number, of an accessor another
// accessor.
func (e *engine) toNumber(argument goja.Value) goja.Value {
	argument = given(argument)
	text, isText := argument.Export().(string)
	_, isFunction := goja.AssertFunction(argument)
	if isFunction || isText && !isDecimal(text) && text != "" {
		access := e.accessor("to_number", argument)
		return e.vm.ToValue(func(item goja.Value) (goja.Value, error) {
			value, err := access(item)
			if err != nil {
				return nil, err
			}
			return e.converted(value), nil
		})
	}
	return e.converted(argument)
}

func (e *engine) converted(value goja.Value) goja.Value {
	if x, ok := number(value); ok {
		return e.vm.ToValue(x)
	}
	switch v := value.Export().(type) {
	case bool:
		return e.vm.ToValue(value.ToInteger())
	case string:
		if isDecimal(v) {
			x, _ := strconv.ParseFloat(strings.TrimSpace(v), 64)
			return e.vm.ToValue(x)
		}
	}
	return goja.Null()
}

func isDecimal(text string) bool {
	_, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	return err == nil && !strings.ContainsAny(text, "xXnNpP_") // no hexadecimal, no words
}
