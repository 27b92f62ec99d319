package value

import (
	"bytes"
	"encoding/json"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// Object is a value with named fields in order, of which two may have one name.
type Object []Field

// Field is one field of an Object.
type Field struct {
	// Name is the field's name.
	Name string
	// Value is as the package text says.
	Value any
}

// Get is the first field of a name; false where there is none.
func (o Object) Get(name string) (any, bool) {
	for _, field := range o {
		if field.Name == name {
			return field.Value, true
		}
	}
	return nil, false
}

// MarshalJSON keeps the fields in their order.
func (o Object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, field := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(field.Name); err != nil {
			return nil, err
		}
		out.Truncate(out.Len() - 1) // the line break of Encode
		out.WriteByte(':')
		if err := encoder.Encode(field.Value); err != nil {
			return nil, err
		}
		out.Truncate(out.Len() - 1)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func structure(column *array.Struct, i int, leaf leaf) Object {
	kind, _ := column.DataType().(*arrow.StructType)
	object := make(Object, kind.NumFields())
	for j, field := range kind.Fields() {
		object[j] = Field{field.Name, read(column.Field(j), i, leaf)}
	}
	return object
}

func list(values arrow.Array, start, end int, leaf leaf) []any {
	out := make([]any, 0, end-start)
	for i := start; i < end; i++ {
		out = append(out, read(values, i, leaf))
	}
	return out
}

// entries is a map as an object where its keys are text, else as a list of pairs, which JSON has no other form for.
func entries(column *array.Map, i int, leaf leaf) any {
	start, end := column.ValueOffsets(i)
	keys, textual := column.Keys().(array.StringLike)
	object, pairs := Object{}, []any{}
	for j := int(start); j < int(end); j++ {
		item := read(column.Items(), j, leaf)
		if textual {
			object = append(object, Field{string([]byte(keys.Value(j))), item})
		} else {
			pairs = append(pairs, []any{read(column.Keys(), j, leaf), item})
		}
	}
	if textual {
		return object
	}
	return pairs
}
