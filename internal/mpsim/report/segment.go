package report

import (
	"bytes"
	"encoding/json"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// The labels of values that have no text of their own, and of all segments
// together.
const (
	undefined = "undefined"
	null      = "null"
	// Overall is the segment of everyone, in the reports that have one.
	Overall = "$overall"
)

// By tells to which segments an event belongs; each is named once.
type By func(*Event) ([]string, error)

// ByName puts events under their names.
func ByName(e *Event) ([]string, error) { return []string{e.Name}, nil }

// ByExpr puts events under the labels of what the expression yields.
func ByExpr(on *expr.Expr) By {
	return func(e *Event) ([]string, error) {
		value, err := on.Eval(e)
		if err != nil {
			return nil, err
		}
		return labels(value), nil
	}
}

// ByProperty puts events under the labels of a property.
func ByProperty(name string) By {
	return func(e *Event) ([]string, error) { return labels(e.Lookup("properties", name)), nil }
}

// segmentsOf returns the segments of an event, none without an expression.
func segmentsOf(on *expr.Expr, e *Event) ([]string, error) {
	if on == nil {
		return nil, nil
	}
	return ByExpr(on)(e)
}

// labels names the segments of a value: a list has one for each of its items,
// named once, and every other value is one.
func labels(v expr.Value) []string {
	if v.Kind() != expr.List {
		return []string{label(v)}
	}
	if len(v.Items()) == 0 {
		return []string{undefined}
	}
	var names []string
	seen := map[string]bool{}
	for _, item := range v.Items() {
		name := label(item)
		if !seen[name] {
			names = append(names, name)
		}
		seen[name] = true
	}
	return names
}

// label names one value.
func label(v expr.Value) string {
	switch v.Kind() {
	case expr.Undefined:
		return undefined
	case expr.Null:
		return null
	case expr.List, expr.Object:
		return compact(v.Any())
	default:
		return v.String()
	}
}

// compact writes JSON without blanks, the members of objects in order of their
// names.
func compact(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return undefined // a number beyond the range of float64
	}
	return string(bytes.TrimRight(text.Bytes(), "\n"))
}
