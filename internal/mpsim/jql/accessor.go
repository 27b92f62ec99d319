package jql

import (
	"cmp"
	"math"
	"strings"

	"github.com/dop251/goja"
)

// accessor takes a value out of an item.
type accessor func(item goja.Value) (goja.Value, error)

// accessor reads an argument that is a path or a function.
func (e *engine) accessor(method string, argument goja.Value) accessor {
	argument = given(argument)
	if call, ok := goja.AssertFunction(argument); ok {
		return func(item goja.Value) (goja.Value, error) { return call(goja.Undefined(), item) }
	}
	path, isText := argument.Export().(string)
	if !isText || path == "" {
		panic(e.vm.NewTypeError(method + "() takes a function or the path of a property"))
	}
	names := strings.Split(path, ".")
	return func(item goja.Value) (goja.Value, error) { return follow(item, names), nil }
}

// given is undefined where a script has left an argument out.
func given(argument goja.Value) goja.Value {
	if argument == nil {
		return goja.Undefined()
	}
	return argument
}

// follow walks from an item to what the names lead to, undefined where they lead
// nowhere.
func follow(item goja.Value, names []string) goja.Value {
	for _, name := range names {
		object, ok := item.(*goja.Object)
		if !ok {
			return goja.Undefined()
		}
		if item = object.Get(name); item == nil {
			return goja.Undefined()
		}
	}
	return item
}

// compare orders numbers before texts before everything else, which is equal.
func compare(a, b goja.Value) int {
	x, isNumber := number(a)
	y, areNumbers := number(b)
	if isNumber && areNumbers {
		return cmp.Compare(x, y)
	}
	s, isText := a.Export().(string)
	t, areTexts := b.Export().(string)
	if isText && areTexts {
		return cmp.Compare(s, t)
	}
	return cmp.Compare(rank(isNumber, isText), rank(areNumbers, areTexts))
}

func rank(isNumber, isText bool) int {
	switch {
	case isNumber:
		return 0
	case isText:
		return 1
	}
	return 2
}

// number is a value that is a number; NaN is none.
func number(v goja.Value) (float64, bool) {
	if v == nil {
		return 0, false
	}
	switch n := v.Export().(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, !math.IsNaN(n)
	}
	return 0, false
}
