package result

import "github.com/apache/arrow-go/v18/arrow"

// Listed is what a [List] can hold: the types of this package that stand for one thing of a project.
type Listed[Item any] interface {
	// check names the field that cannot be used, behind the item's place.
	check(place string) error
	// clone shares nothing with the item.
	clone() Item
	// tableOf has a row for each item; the receiver is not read.
	tableOf(items []Item) arrow.RecordBatch
}

// List is an answer of many things of one kind, such as a project's funnels, in an order that the question documents.
type List[Item Listed[Item]] struct {
	items []Item
	table lazyTable
}

// NewList validates and copies the items; see the package text for the error. There may be none.
func NewList[Item Listed[Item]](items []Item) (*List[Item], error) {
	if err := checkEach("", items, Item.check); err != nil {
		return nil, err
	}
	return &List[Item]{items: clones(items)}, nil
}

// Items are the things of the list, in a slice of the caller's own.
func (l *List[Item]) Items() []Item { return clones(l.items) }

// Len is how many there are.
func (l *List[Item]) Len() int { return len(l.items) }

// MarshalJSON is an array of objects, with the keys of the item's type; [] where there are none.
func (l *List[Item]) MarshalJSON() ([]byte, error) {
	if l.items == nil {
		return []byte("[]"), nil
	}
	return encode(l.items)
}

// Table has a row for each item; the item's type documents the columns.
func (l *List[Item]) Table() arrow.RecordBatch {
	return l.table.get(func() arrow.RecordBatch {
		var kind Item
		return kind.tableOf(l.items)
	})
}

func clones[Item Listed[Item]](items []Item) []Item {
	return each(items, Item.clone)
}

// each is what get makes of each item.
func each[Item, Value any](items []Item, get func(Item) Value) []Value {
	values := make([]Value, len(items))
	for i, item := range items {
		values[i] = get(item)
	}
	return values
}
