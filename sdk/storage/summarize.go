package storage

import "github.com/apache/arrow-go/v18/arrow"

// Summarize asks for figures of every column of a table.
//
// The answer has a row for each column, in the table's order, also where the table has no rows:
//
//	column_name      utf8
//	column_type      utf8: as [Column.Type]
//	min, max         utf8: the least and the greatest value as text; null where no row has a value, and for columns whose
//	                 values have no useful order, such as JSON
//	approx_unique    int64: about how many different values there are, nulls aside; off by a tenth at most on most tables
//	avg, std         float64: mean and sample standard deviation; null unless the column holds numbers, std also of a single one
//	q25, q50, q75    float64: quartiles, which may be approximate; null unless the column holds numbers
//	count            int64: the rows of the table, the same in each row
//	null_percentage  float64: 0 to 100; 0 where the table has no rows
type Summarize struct {
	// Table is the table's name, of events or of profiles.
	Table string
}

// Name is summarize.
func (Summarize) Name() string { return "summarize" }

// Check refuses a question without a table.
func (q Summarize) Check() error { return checkNamed(q.Table) }

// Schema is the schema of the answer.
func (Summarize) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "column_name", Type: answerText},
		{Name: "column_type", Type: answerText},
		{Name: "min", Type: answerText, Nullable: true},
		{Name: "max", Type: answerText, Nullable: true},
		{Name: "approx_unique", Type: answerCount},
		{Name: "avg", Type: answerNumber, Nullable: true},
		{Name: "std", Type: answerNumber, Nullable: true},
		{Name: "q25", Type: answerNumber, Nullable: true},
		{Name: "q50", Type: answerNumber, Nullable: true},
		{Name: "q75", Type: answerNumber, Nullable: true},
		{Name: "count", Type: answerCount},
		{Name: "null_percentage", Type: answerNumber},
	}, nil)
}

func (Summarize) question() {}
