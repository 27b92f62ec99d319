package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// SummaryFields are the parts that [NewSummary] makes a SummaryResult from.
type SummaryFields struct {
	// Table is the table. Required.
	Table string
	// RowCount is the number of its rows.
	RowCount int64
	// Columns are its columns, in its order.
	Columns []ColumnSummary
}

// SummaryResult is what the columns of a stored table hold.
type SummaryResult struct {
	fields SummaryFields
	table  lazyTable
}

// NewSummary validates and copies the fields; see the package text for the error.
func NewSummary(f SummaryFields) (*SummaryResult, error) {
	err := cmp.Or(checkName("table", f.Table), checkCount("row_count", f.RowCount), checkEach("columns", f.Columns, ColumnSummary.check))
	if err != nil {
		return nil, err
	}
	f.Columns = each(f.Columns, ColumnSummary.clone)
	return &SummaryResult{fields: f}, nil
}

// TableName is the table that was summarized.
func (r *SummaryResult) TableName() string { return r.fields.Table }

// RowCount is the number of its rows.
func (r *SummaryResult) RowCount() int64 { return r.fields.RowCount }

// Columns are its columns in order, in a slice of the caller's own.
func (r *SummaryResult) Columns() []ColumnSummary { return each(r.fields.Columns, ColumnSummary.clone) }

// MarshalJSON has the keys table, row_count and columns.
func (r *SummaryResult) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Table    string          `json:"table"`
		RowCount int64           `json:"row_count"`
		Columns  []ColumnSummary `json:"columns"`
	}{r.fields.Table, r.fields.RowCount, listed(r.fields.Columns)})
}

// Table has a row for each column, with the keys of a column's JSON as columns; min and max are texts.
func (r *SummaryResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *SummaryResult) buildTable() arrow.RecordBatch {
	all := r.fields.Columns
	return batchOf(len(all),
		texts("column_name", each(all, func(c ColumnSummary) string { return c.Name })),
		texts("column_type", each(all, func(c ColumnSummary) string { return c.Type })),
		someTexts("min", each(all, func(c ColumnSummary) *string { return c.Min })),
		someTexts("max", each(all, func(c ColumnSummary) *string { return c.Max })),
		integers("approx_unique", each(all, func(c ColumnSummary) int64 { return c.ApproxUnique })),
		someFloats("avg", each(all, func(c ColumnSummary) *float64 { return c.Avg })),
		someFloats("std", each(all, func(c ColumnSummary) *float64 { return c.Std })),
		someFloats("q25", each(all, func(c ColumnSummary) *float64 { return c.Q25 })),
		someFloats("q50", each(all, func(c ColumnSummary) *float64 { return c.Q50 })),
		someFloats("q75", each(all, func(c ColumnSummary) *float64 { return c.Q75 })),
		integers("count", each(all, func(c ColumnSummary) int64 { return c.Count })),
		floats("null_percentage", each(all, func(c ColumnSummary) float64 { return c.NullPercentage })))
}
