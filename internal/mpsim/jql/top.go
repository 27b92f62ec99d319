package jql

import (
	"slices"

	"github.com/dop251/goja"
)

// top keeps the items with the largest values, which are rows of groups.
type top struct {
	engine *engine
	limit  int
	items  []goja.Value
}

func (t *top) add(item goja.Value) error {
	t.items = append(t.items, item)
	if len(t.items) >= 2*t.limit {
		t.trim()
	}
	return nil
}

func (t *top) trim() {
	by := []string{"value"}
	slices.SortStableFunc(t.items, func(a, b goja.Value) int { return compare(follow(b, by), follow(a, by)) })
	t.items = t.items[:min(t.limit, len(t.items))]
}

func (t *top) value() (goja.Value, error) {
	t.trim()
	items := make([]any, len(t.items))
	for i, item := range t.items {
		items[i] = item
	}
	return t.engine.vm.NewArray(items...), nil
}

// first keeps one item, null where there is none or where none is wanted.
type first struct {
	wanted bool
	item   goja.Value
}

func (f *first) add(item goja.Value) error {
	if f.wanted && f.item == nil {
		f.item = item
	}
	return nil
}

func (f *first) value() (goja.Value, error) {
	if f.item == nil {
		return goja.Null(), nil
	}
	return f.item, nil
}
