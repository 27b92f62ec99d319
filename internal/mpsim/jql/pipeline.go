package jql

import (
	"slices"

	"github.com/dop251/goja"
)

// visitor takes items one by one; its error stops them.
type visitor func(item goja.Value) error

// pipeline is a sequence of items and the transformations that scripts may apply.
// Its methods are called by scripts, with small first letters; they do nothing
// until main's result is read.
type pipeline struct {
	engine *engine
	each   func(visit visitor) error
}

func (e *engine) source(each func(visit visitor) error) *pipeline { return &pipeline{e, each} }

// Filter keeps the items for which the function is true.
func (p *pipeline) Filter(f goja.Value) *pipeline {
	keep := p.engine.accessor("filter", f)
	return p.engine.source(func(visit visitor) error {
		return p.each(func(item goja.Value) error {
			value, err := keep(item)
			if err != nil || !value.ToBoolean() {
				return err
			}
			return visit(item)
		})
	})
}

// Map puts what the function yields in place of each item.
func (p *pipeline) Map(f goja.Value) *pipeline {
	change := p.engine.accessor("map", f)
	return p.engine.source(func(visit visitor) error {
		return p.each(func(item goja.Value) error {
			value, err := change(item)
			if err != nil {
				return err
			}
			return visit(value)
		})
	})
}

// Flatten puts the elements of items that are arrays in their place.
func (p *pipeline) Flatten() *pipeline {
	return p.engine.source(func(visit visitor) error {
		return p.each(func(item goja.Value) error {
			elements, ok := p.engine.elements(item)
			if !ok {
				return visit(item)
			}
			for _, element := range elements {
				if err := visit(element); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// Reduce makes one item of all: what the reducer yields, or an array where there
// are several reducers.
func (p *pipeline) Reduce(reducers goja.Value) *pipeline {
	begin := p.engine.reducers("reduce", reducers)
	return p.engine.source(func(visit visitor) error {
		all := begin()
		if err := p.each(all.add); err != nil {
			return err
		}
		value, err := all.value()
		if err != nil {
			return err
		}
		return visit(value)
	})
}

// SortAsc sorts by what accessors yield, the smallest first.
func (p *pipeline) SortAsc(call goja.FunctionCall) goja.Value { return p.sorted("sortAsc", call, 1) }

// SortDesc sorts by what accessors yield, the largest first.
func (p *pipeline) SortDesc(call goja.FunctionCall) goja.Value { return p.sorted("sortDesc", call, -1) }

func (p *pipeline) sorted(method string, call goja.FunctionCall, sign int) goja.Value {
	accessors := make([]accessor, len(call.Arguments))
	for i, argument := range call.Arguments {
		accessors[i] = p.engine.accessor(method, argument)
	}
	if len(accessors) == 0 {
		panic(p.engine.vm.NewTypeError(method + "() needs an accessor"))
	}
	type ranked struct {
		item goja.Value
		by   []goja.Value
	}
	return p.engine.vm.ToValue(p.engine.source(func(visit visitor) error {
		var all []ranked
		err := p.each(func(item goja.Value) error {
			r := ranked{item: item, by: make([]goja.Value, len(accessors))}
			for i, access := range accessors {
				value, err := access(item)
				if err != nil {
					return err
				}
				r.by[i] = value
			}
			all = append(all, r)
			return nil
		})
		if err != nil {
			return err
		}
		slices.SortStableFunc(all, func(a, b ranked) int { return sign * slices.CompareFunc(a.by, b.by, compare) })
		for _, r := range all {
			if err := visit(r.item); err != nil {
				return err
			}
		}
		return nil
	}))
}

// elements returns the elements of an array; it is false of anything else.
func (e *engine) elements(value goja.Value) ([]goja.Value, bool) {
	object, ok := value.(*goja.Object)
	if !ok || object.ClassName() != "Array" {
		return nil, false
	}
	var elements []goja.Value
	if err := e.vm.ExportTo(value, &elements); err != nil {
		return nil, false
	}
	return elements, true
}
