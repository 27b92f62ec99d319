package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// PropertyColumn is a column of a stored table that holds a property of every row. The table of a [List] has the columns
// name, property, type and rows (int64, null where Rows is nil).
type PropertyColumn struct {
	// Name is the column's name.
	Name string `json:"name"`
	// Property is the property that it holds.
	Property string `json:"property"`
	// Type is the engine's name of the type. Required.
	Type string `json:"type"`
	// Rows is the number of rows with a value; nil where it is not known, because the engine does not count.
	Rows *int64 `json:"rows"`
}

func (c PropertyColumn) check(place string) error {
	return cmp.Or(checkText(place+"name", c.Name), checkText(place+"property", c.Property), checkName(place+"type", c.Type),
		checkSome(place+"rows", c.Rows, checkCount))
}

func (c PropertyColumn) clone() PropertyColumn {
	c.Rows = copied(c.Rows)
	return c
}

func (PropertyColumn) tableOf(columns []PropertyColumn) arrow.RecordBatch {
	return batchOf(len(columns),
		texts("name", each(columns, func(c PropertyColumn) string { return c.Name })),
		texts("property", each(columns, func(c PropertyColumn) string { return c.Property })),
		texts("type", each(columns, func(c PropertyColumn) string { return c.Type })),
		someIntegers("rows", each(columns, func(c PropertyColumn) *int64 { return c.Rows })))
}
