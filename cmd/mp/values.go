package main

import (
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/cmd/mp/render"
)

// valueAt is one value as JSON has it: numbers exact, instants in ISO 8601, bytes in hexadecimal, JSON columns as JSON,
// lists and structures with values of the same kinds. It shares no memory with the column.
func valueAt(column arrow.Array, i int) any {
	if column.IsNull(i) {
		return nil
	}
	switch c := column.(type) {
	case array.ExtensionArray:
		return extension(c, i)
	case array.StringLike:
		return strings.Clone(c.Value(i))
	case interface{ Value(i int) []byte }:
		return hex.EncodeToString(c.Value(i))
	case *array.Float64:
		return float(c.Value(i), 64)
	case *array.Float32:
		return float(float64(c.Value(i)), 32)
	case *array.Float16:
		return float(float64(c.Value(i).Float32()), 32)
	case *array.Timestamp:
		return instant(c, i)
	case *array.Date32, *array.Date64, *array.Time32, *array.Time64:
		return column.ValueStr(i)
	}
	if number, ok := decimalAt(column, i); ok {
		return number
	}
	return nestedAt(column, i)
}

// nestedAt is a value that is made of others; of any other type, what Arrow makes of it.
func nestedAt(column arrow.Array, i int) any {
	switch c := column.(type) {
	case *array.Map:
		return entries(c, i)
	case array.ListLike:
		start, end := c.ValueOffsets(i)
		return list(c.ListValues(), int(start), int(end))
	case *array.Struct:
		return structure(c, i)
	case *array.Dictionary:
		return valueAt(c.Dictionary(), c.GetValueIndex(i))
	case *array.RunEndEncoded:
		return valueAt(c.Values(), c.GetPhysicalIndex(i))
	case *array.SparseUnion:
		return valueAt(c.Field(c.ChildID(i)), i)
	case *array.DenseUnion:
		return valueAt(c.Field(c.ChildID(i)), int(c.ValueOffset(i)))
	}
	return column.GetOneForMarshal(i)
}

func list(values arrow.Array, start, end int) []any {
	out := make([]any, 0, end-start)
	for i := start; i < end; i++ {
		out = append(out, valueAt(values, i))
	}
	return out
}

// structure keeps the order of its fields.
func structure(column *array.Struct, i int) render.Object {
	var object render.Object
	kind, _ := column.DataType().(*arrow.StructType)
	for j, field := range kind.Fields() {
		object.Fields = append(object.Fields, render.Field{Name: field.Name, Value: valueAt(column.Field(j), i)})
	}
	return object
}

// entries is a map as an object where its keys are text, else as a list of pairs, which JSON has no other form for.
func entries(column *array.Map, i int) any {
	start, end := column.ValueOffsets(i)
	var object render.Object
	pairs := make([]any, 0, end-start)
	for j := int(start); j < int(end); j++ {
		key, value := valueAt(column.Keys(), j), valueAt(column.Items(), j)
		name, _ := key.(string)
		object.Fields = append(object.Fields, render.Field{Name: name, Value: value})
		pairs = append(pairs, []any{key, value})
	}
	if _, textual := column.Keys().(array.StringLike); textual {
		return object
	}
	return pairs
}

// instant ends in Z where the column has a zone; a column without one is wall-clock time.
func instant(column *array.Timestamp, i int) string {
	kind, _ := column.DataType().(*arrow.TimestampType)
	at := column.Value(i).ToTime(kind.Unit)
	if kind.TimeZone == "" {
		return at.Format("2006-01-02T15:04:05.999999999")
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// extension shows JSON as JSON and any other extension type as what it is stored as.
func extension(column array.ExtensionArray, i int) any {
	value := valueAt(column.Storage(), i)
	text, isText := value.(string)
	if column.ExtensionType().ExtensionName() == "arrow.json" && isText && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	if column.ExtensionType().ExtensionName() == "arrow.uuid" {
		return column.ValueStr(i)
	}
	return value
}
