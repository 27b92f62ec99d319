package result

import (
	"bytes"
	"encoding/json"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// maxColumns bounds a table whose keys are data, such as an object keyed by user: rows × keys cells would not fit.
const maxColumns = 1000

// jsonColumn gathers the values of one key; rows that lack it take no space.
type jsonColumn struct {
	name   string
	rows   []int
	values []json.RawMessage
}

// set keeps the value of a row; a second one replaces the first.
func (c *jsonColumn) set(row int, value json.RawMessage) {
	if n := len(c.rows); n > 0 && c.rows[n-1] == row {
		c.values[n-1] = value
		return
	}
	c.rows, c.values = append(c.rows, row), append(c.values, value)
}

// valueColumn holds whole rows.
func valueColumn(rows []json.RawMessage) *jsonColumn {
	c := &jsonColumn{name: "value"}
	for i, row := range rows {
		c.set(i, row)
	}
	return c
}

// objectColumns takes the rows apart by their keys. It is not ok where a row is no object, or the keys are too many.
func objectColumns(rows []json.RawMessage) (columns []*jsonColumn, ok bool) {
	byName := map[string]*jsonColumn{}
	for i, row := range rows {
		decoder := json.NewDecoder(bytes.NewReader(row))
		if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
			return nil, false
		}
		for decoder.More() {
			key, err := decoder.Token()
			name, isText := key.(string)
			var value json.RawMessage
			if err != nil || !isText || decoder.Decode(&value) != nil {
				return nil, false
			}
			if byName[name] == nil {
				byName[name] = &jsonColumn{name: name}
				columns = append(columns, byName[name])
			}
			byName[name].set(i, value)
		}
		if len(columns) > maxColumns {
			return nil, false
		}
	}
	return columns, true
}

// build makes the array of n rows: texts as they are if all values are texts, and JSON where the values are of no one kind.
func (c *jsonColumn) build(n int) column {
	switch c.kind() {
	case jsonBool:
		return fill(c, n, array.NewBooleanBuilder(memory.DefaultAllocator), func(value json.RawMessage) bool { return value[0] == 't' })
	case jsonInteger:
		return fill(c, n, array.NewInt64Builder(memory.DefaultAllocator), read[int64])
	case jsonFloat:
		return fill(c, n, array.NewFloat64Builder(memory.DefaultAllocator), read[float64])
	case jsonText:
		return fill(c, n, array.NewStringBuilder(memory.DefaultAllocator), read[string])
	default:
		return fill(c, n, array.NewStringBuilder(memory.DefaultAllocator), func(value json.RawMessage) string { return string(value) })
	}
}

// read is a value of a kind that has been looked at.
func read[Value any](text json.RawMessage) (value Value) {
	_ = json.Unmarshal(text, &value)
	return value
}

// fill appends what get makes of the values that are there, and nulls for the rest of n rows.
func fill[Value any](c *jsonColumn, n int, builder builderOf[Value], get func(json.RawMessage) Value) column {
	next := 0
	for i, row := range c.rows {
		builder.AppendNulls(row - next)
		if c.values[i][0] == 'n' {
			builder.AppendNull()
		} else {
			builder.Append(get(c.values[i]))
		}
		next = row + 1
	}
	builder.AppendNulls(n - next)
	return columnOf(c.name, true, builder)
}
