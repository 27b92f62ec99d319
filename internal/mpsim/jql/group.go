package jql

import (
	"errors"
	"slices"

	"github.com/dop251/goja"
)

// groups are items by key, in the order of their first items.
type groups struct {
	engine *engine
	begin  func() accumulator
	order  []*group
	byKey  map[string]*group
}

type group struct {
	key   goja.Value
	items accumulator
}

func (e *engine) newGroups(begin func() accumulator) *groups {
	return &groups{engine: e, begin: begin, byKey: map[string]*group{}}
}

// add puts an item into the group of its keys.
func (g *groups) add(item goja.Value, keys []accessor) error {
	values := make([]any, len(keys))
	for i, key := range keys {
		value, err := key(item)
		if err != nil {
			return err
		}
		if _, isObject := value.(*goja.Object); isObject {
			return errors.New("TypeError: keys must be scalars")
		}
		if values[i] = value; goja.IsUndefined(value) {
			values[i] = goja.Null()
		}
	}
	key := g.engine.vm.NewArray(values...)
	text, err := g.engine.encode(key)
	if err != nil {
		return err
	}
	found := g.byKey[text]
	if found == nil {
		found = &group{key, g.begin()}
		g.byKey[text], g.order = found, append(g.order, found)
	}
	return found.items.add(item)
}

// each visits a row of key and value for each group.
func (g *groups) each(visit visitor) error {
	for _, one := range g.order {
		value, err := one.items.value()
		if err != nil {
			return err
		}
		row := g.engine.object(map[string]any{"key": one.key, "value": value}, "key", "value")
		if err := visit(row); err != nil {
			return err
		}
	}
	return nil
}

// GroupBy makes a row of each group of items with the same keys.
func (p *pipeline) GroupBy(keys, reducers goja.Value) *pipeline {
	accessors, begin := p.engine.keys("groupBy", keys), p.engine.reducers("groupBy", reducers)
	return p.engine.source(func(visit visitor) error {
		groups := p.engine.newGroups(begin)
		if err := p.each(func(item goja.Value) error { return groups.add(item, accessors) }); err != nil {
			return err
		}
		return groups.each(visit)
	})
}

// GroupByUser makes a row of each person's items in order of time, or of those
// with the same keys; the first key is the distinct_id.
func (p *pipeline) GroupByUser(call goja.FunctionCall) goja.Value {
	keys := []accessor{p.engine.accessor("groupByUser", p.engine.vm.ToValue("distinct_id"))}
	if len(call.Arguments) > 1 {
		keys = append(keys, p.engine.keys("groupByUser", call.Argument(0))...)
	}
	begin := p.engine.userReducers("groupByUser", call.Argument(max(0, len(call.Arguments)-1)))
	return p.engine.vm.ToValue(p.engine.source(func(visit visitor) error {
		var items []goja.Value
		err := p.each(func(item goja.Value) error { items = append(items, item); return nil })
		if err != nil {
			return err
		}
		slices.SortStableFunc(items, func(a, b goja.Value) int {
			return compare(follow(a, []string{"time"}), follow(b, []string{"time"}))
		})
		groups := p.engine.newGroups(begin)
		for _, item := range items {
			if err := groups.add(item, keys); err != nil {
				return err
			}
		}
		return groups.each(visit)
	}))
}

// keys reads accessors: one, or an array of them.
func (e *engine) keys(method string, argument goja.Value) []accessor {
	elements, ok := e.elements(argument)
	if !ok {
		return []accessor{e.accessor(method, argument)}
	}
	accessors := make([]accessor, len(elements))
	for i, element := range elements {
		accessors[i] = e.accessor(method, element)
	}
	return accessors
}
