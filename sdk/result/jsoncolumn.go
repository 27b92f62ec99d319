package result

import (
	"bytes"
	"encoding/json"
	"strconv"

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

// build makes the array of n rows.
func (c *jsonColumn) build(n int) column {
	switch kind := c.kind(); kind {
	case jsonBool:
		builder := array.NewBooleanBuilder(memory.DefaultAllocator)
		c.fill(builder, n, func(value json.RawMessage) { builder.Append(value[0] == 't') })
		return columnOf(c.name, true, builder)
	case jsonInteger:
		builder := array.NewInt64Builder(memory.DefaultAllocator)
		c.fill(builder, n, func(value json.RawMessage) {
			number, _ := strconv.ParseInt(string(value), 10, 64)
			builder.Append(number)
		})
		return columnOf(c.name, true, builder)
	case jsonFloat:
		builder := array.NewFloat64Builder(memory.DefaultAllocator)
		c.fill(builder, n, func(value json.RawMessage) {
			number, _ := strconv.ParseFloat(string(value), 64)
			builder.Append(number)
		})
		return columnOf(c.name, true, builder)
	default:
		return c.buildText(n, kind == jsonText)
	}
}

// buildText holds texts as they are if all values are texts, and JSON otherwise.
func (c *jsonColumn) buildText(n int, unquote bool) column {
	builder := array.NewStringBuilder(memory.DefaultAllocator)
	c.fill(builder, n, func(value json.RawMessage) {
		text := string(value)
		if unquote {
			// The scanner has seen the value, so it is a text.
			_ = json.Unmarshal(value, &text)
		}
		builder.Append(text)
	})
	return columnOf(c.name, true, builder)
}

// fill appends the values that are there, and nulls for the rest of n rows.
func (c *jsonColumn) fill(builder array.Builder, n int, appendValue func(json.RawMessage)) {
	next := 0
	for i, row := range c.rows {
		builder.AppendNulls(row - next)
		if c.values[i][0] == 'n' {
			builder.AppendNull()
		} else {
			appendValue(c.values[i])
		}
		next = row + 1
	}
	builder.AppendNulls(n - next)
}
