package result

import (
	"cmp"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// ColumnInfo is a column of a stored table.
type ColumnInfo struct {
	// Name is the column's name. Required.
	Name string `json:"name"`
	// Type is the engine's name of the type.
	Type string `json:"type"`
	// Nullable says that a row may have no value.
	Nullable bool `json:"nullable"`
	// PrimaryKey says that it is part of the table's key.
	PrimaryKey bool `json:"primary_key"`
	// Sample is a value of the column as text; nil where none is shown, or none was found.
	Sample *string `json:"sample,omitempty"`
}

func (c ColumnInfo) check(place string) error {
	return cmp.Or(checkText(place+"name", c.Name), checkText(place+"type", c.Type), checkSome(place+"sample", c.Sample, checkText))
}

func (c ColumnInfo) clone() ColumnInfo {
	c.Sample = copied(c.Sample)
	return c
}

// TableSchema is the columns of a stored table.
type TableSchema struct {
	name    string
	columns []ColumnInfo
	table   lazyTable
}

// NewTableSchema validates and copies the columns; see the package text for the error.
func NewTableSchema(table string, columns []ColumnInfo) (*TableSchema, error) {
	if err := cmp.Or(checkName("table_name", table), checkEach("columns", columns, ColumnInfo.check)); err != nil {
		return nil, err
	}
	return &TableSchema{name: table, columns: each(columns, ColumnInfo.clone)}, nil
}

// TableName is the table.
func (r *TableSchema) TableName() string { return r.name }

// Columns are its columns in order, in a slice of the caller's own.
func (r *TableSchema) Columns() []ColumnInfo { return each(r.columns, ColumnInfo.clone) }

// MarshalJSON has the keys table_name and columns.
func (r *TableSchema) MarshalJSON() ([]byte, error) {
	return encode(struct {
		TableName string       `json:"table_name"`
		Columns   []ColumnInfo `json:"columns"`
	}{r.name, listed(r.columns)})
}

// Table has a row for each column: name, type, nullable, primary_key, and sample where any has one.
func (r *TableSchema) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *TableSchema) buildTable() arrow.RecordBatch {
	columns := []column{
		texts("name", each(r.columns, func(c ColumnInfo) string { return c.Name })),
		texts("type", each(r.columns, func(c ColumnInfo) string { return c.Type })),
		booleans("nullable", each(r.columns, func(c ColumnInfo) bool { return c.Nullable })),
		booleans("primary_key", each(r.columns, func(c ColumnInfo) bool { return c.PrimaryKey })),
	}
	if slices.ContainsFunc(r.columns, func(c ColumnInfo) bool { return c.Sample != nil }) {
		columns = append(columns, someTexts("sample", each(r.columns, func(c ColumnInfo) *string { return c.Sample })))
	}
	return batchOf(len(r.columns), columns...)
}
