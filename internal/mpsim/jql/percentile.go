package jql

import (
	"math"
	"slices"

	"github.com/dop251/goja"
)

// percentiles keeps all numbers that an accessor yields. Those of Mixpanel are
// approximate; these are the smallest numbers that the part of all is not above.
type percentiles struct {
	engine *engine
	access accessor
	wanted []float64 // 0 … 100
	found  []float64
}

func (p *percentiles) add(item goja.Value) error {
	value, err := p.access(item)
	if err != nil {
		return err
	}
	if x, ok := number(value); ok {
		p.found = append(p.found, x)
	}
	return nil
}

func (p *percentiles) value() (goja.Value, error) {
	slices.Sort(p.found)
	rows := make([]any, len(p.wanted))
	for i, wanted := range p.wanted {
		var value any
		if n := len(p.found); n > 0 {
			rank := int(math.Ceil(wanted / 100 * float64(n)))
			value = p.found[min(max(rank-1, 0), n-1)]
		}
		rows[i] = p.engine.object(map[string]any{"percentile": wanted, "value": value}, "percentile", "value")
	}
	return p.engine.vm.NewArray(rows...), nil
}

// percentileReducer is mixpanel.reducer.numeric_percentiles.
func (e *engine) percentileReducer(argument, wanted goja.Value) *builtin {
	access := e.accessor("numeric_percentiles", argument)
	elements, ok := e.elements(given(wanted))
	if !ok {
		elements = []goja.Value{given(wanted)}
	}
	list := make([]float64, len(elements))
	for i, element := range elements {
		if list[i], ok = number(element); !ok || list[i] < 0 || list[i] > 100 {
			panic(e.vm.NewTypeError("numeric_percentiles() needs percentiles of 0 to 100"))
		}
	}
	return &builtin{func() accumulator { return &percentiles{engine: e, access: access, wanted: list} }}
}
