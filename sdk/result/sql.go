package result

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/value"
)

// SQLFields are the parts that [NewSQL] makes an SQLResult from.
type SQLFields struct {
	// Schema names the columns and their types. Required.
	Schema *arrow.Schema
	// Batches are the rows, of that schema; there may be none.
	Batches []arrow.RecordBatch
}

// SQLResult is the whole answer to a statement in SQL.
type SQLResult struct {
	// batch is nil in the zero value alone.
	batch arrow.RecordBatch
}

// NewSQL validates the batches and puts them together; see the package text for the error. The caller may release them
// afterwards. Of several batches, a column of a union cannot be put together: read its rows one by one instead.
func NewSQL(f SQLFields) (*SQLResult, error) {
	if f.Schema == nil {
		return nil, refuse("schema", "", "is required")
	}
	for i, batch := range f.Batches {
		if !batch.Schema().Equal(f.Schema) {
			return nil, refuse(fmt.Sprintf("batches[%d]", i), "", "must have the columns of the schema")
		}
	}
	for i, field := range f.Schema.Fields() {
		if err := checkText(fmt.Sprintf("columns[%d]", i), field.Name); err != nil {
			return nil, err
		}
	}
	batch, err := joined(f.Schema, f.Batches)
	if err != nil {
		return nil, refuse("batches", "", err.Error())
	}
	return &SQLResult{batch}, nil
}

// joined is the rows of all batches in one.
func joined(schema *arrow.Schema, batches []arrow.RecordBatch) (arrow.RecordBatch, error) {
	if len(batches) == 1 {
		batches[0].Retain()
		return batches[0], nil
	}
	var rows int64
	for _, batch := range batches {
		rows += batch.NumRows()
	}
	columns := make([]arrow.Array, schema.NumFields())
	for i, field := range schema.Fields() {
		parts := make([]arrow.Array, len(batches))
		for j, batch := range batches {
			parts[j] = batch.Column(i)
		}
		column, err := concatenated(field.Type, parts)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", field.Name, err)
		}
		defer column.Release() // the batch has retained it
		columns[i] = column
	}
	return array.NewRecordBatch(schema, columns, rows), nil
}

func concatenated(kind arrow.DataType, parts []arrow.Array) (arrow.Array, error) {
	if len(parts) == 0 {
		return array.MakeArrayOfNull(memory.DefaultAllocator, kind, 0), nil
	}
	return array.Concatenate(parts, memory.DefaultAllocator)
}

// Columns are the names of the columns in order.
func (r *SQLResult) Columns() []string {
	return each(r.Table().Schema().Fields(), func(f arrow.Field) string { return f.Name })
}

// RowCount is the number of rows.
func (r *SQLResult) RowCount() int { return int(r.Table().NumRows()) }

// Rows are the rows, each as long as Columns, in slices of the caller's own; [value.Of] says of which types the values are.
func (r *SQLResult) Rows() [][]any { return r.read(value.Of) }

func (r *SQLResult) read(cell func(arrow.Array, int) any) [][]any {
	rows := make([][]any, r.RowCount())
	for i := range rows {
		rows[i] = each(r.Table().Columns(), func(column arrow.Array) any { return cell(column, i) })
	}
	return rows
}

// MarshalJSON has the keys columns, rows and row_count. A row is a list of values in the form that [value.JSON] gives them.
func (r *SQLResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Columns  []string `json:"columns"`
		Rows     [][]any  `json:"rows"`
		RowCount int      `json:"row_count"`
	}{r.Columns(), r.read(value.JSON), r.RowCount()})
}

// Table is the rows with the engine's own names and types.
func (r *SQLResult) Table() arrow.RecordBatch {
	if r.batch == nil {
		return batchOf(0)
	}
	return r.batch
}
