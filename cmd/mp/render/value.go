package render

import "iter"

// Rows is a stream of rows under the same columns.
type Rows struct {
	Columns []string
	// Prose names the columns that hold sentences. A table wraps them where they do not fit on the screen, and shortens others.
	Prose []string
	// Whole says that no column stands for the others: the format plain prints all of them, separated by tabs.
	Whole bool
	// All yields rows as long as Columns, or an error, after which nothing follows.
	All iter.Seq2[[]any, error]
	// Batches are the same rows as a storage engine gives them; nil where they come from elsewhere. Either All or Batches is
	// read, once.
	Batches *Batches
}

// Object is one result with named fields in order.
type Object struct {
	Fields []Field
}

// Field is one field of an Object.
type Field struct {
	Name  string
	Value any
}

// row is the object as the only row of a table.
func (o Object) row() Rows {
	columns, row := make([]string, len(o.Fields)), make([]any, len(o.Fields))
	for i, field := range o.Fields {
		columns[i], row[i] = field.Name, field.Value
	}
	return List(columns, [][]any{row}, func(row []any) []any { return row })
}

// MarshalJSON keeps the fields in their order.
func (o Object) MarshalJSON() ([]byte, error) {
	names, values := make([]string, len(o.Fields)), make([]any, len(o.Fields))
	for i, field := range o.Fields {
		names[i], values[i] = field.Name, field.Value
	}
	return orderedObject(names, values)
}

// orderedObject encodes names and values in order, without escaping <, > and &, which nobody embeds in HTML here.
func orderedObject(names []string, values []any) ([]byte, error) {
	encoder, err := newObjectEncoder(names)
	if err != nil {
		return nil, err
	}
	return encoder.encode(values)
}

// Encoded reads the fields of a value that encodes as a JSON object, in the order of its encoding.
func Encoded(value any) (Object, error) {
	encoded, err := compact(value)
	if err != nil {
		return Object{}, err
	}
	return objectFromJSON(encoded)
}

// List makes Rows of values that are there already.
func List[T any](columns []string, items []T, cells func(T) []any) Rows {
	return Rows{Columns: columns, All: func(yield func([]any, error) bool) {
		for _, item := range items {
			if !yield(cells(item), nil) {
				return
			}
		}
	}}
}
