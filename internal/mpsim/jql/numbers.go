package jql

import (
	"math"

	"github.com/dop251/goja"
)

// numbers is an accumulator of the numbers that an accessor yields.
type numbers struct {
	access accessor // nil to count items
	tell   func(numbers) any
	engine *engine

	items, count      int
	sum, squares      float64
	smallest, largest float64
}

func (n *numbers) add(item goja.Value) error {
	n.items++
	if n.access == nil {
		return nil
	}
	value, err := n.access(item)
	if err != nil {
		return err
	}
	x, ok := number(value)
	if !ok {
		return nil
	}
	if n.count == 0 {
		n.smallest, n.largest = x, x
	}
	n.count++
	n.sum += x
	n.squares += x * x
	n.smallest, n.largest = min(n.smallest, x), max(n.largest, x)
	return nil
}

func (n *numbers) value() (goja.Value, error) {
	if told := n.tell(*n); told != nil {
		return n.engine.vm.ToValue(told), nil
	}
	return goja.Null(), nil
}

// ofSome is nil where there was no number.
func ofSome(tell func(numbers) float64) func(numbers) any {
	return func(n numbers) any {
		if n.count == 0 {
			return nil
		}
		return tell(n)
	}
}

// summary is numeric_summary.
func summary(n numbers) any {
	avg, stddev := 0.0, 0.0
	if n.count > 0 {
		avg = n.sum / float64(n.count)
		stddev = math.Sqrt(max(0, n.squares/float64(n.count)-avg*avg))
	}
	return n.engine.object(map[string]any{
		"count": n.count, "sum": n.sum, "sum_squares": n.squares, "avg": avg, "stddev": stddev,
	}, "count", "sum", "sum_squares", "avg", "stddev")
}
