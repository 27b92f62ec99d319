package jql

import "github.com/dop251/goja"

// extreme keeps the item with the smallest or largest of what an accessor yields,
// of equals the first; null where none yields a number or text.
type extreme struct {
	access accessor
	sign   int // -1 for the smallest, 1 for the largest
	by     goja.Value
	item   goja.Value
}

func (x *extreme) add(item goja.Value) error {
	by, err := x.access(item)
	if err != nil {
		return err
	}
	if _, isText := by.Export().(string); !isText {
		if _, isNumber := number(by); !isNumber {
			return nil
		}
	}
	if x.item == nil || x.sign*compare(by, x.by) > 0 {
		x.item, x.by = item, by
	}
	return nil
}

func (x *extreme) value() (goja.Value, error) {
	if x.item == nil {
		return goja.Null(), nil
	}
	return x.item, nil
}
