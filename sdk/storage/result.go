package storage

import "github.com/apache/arrow-go/v18/arrow"

// ColumnResultRow is the column that a table of a result has beside those of the result.
const ColumnResultRow = "result_row"

// ResultSchema is the schema that the rows of a result begin with:
//
//	result_row  int64, not null: the number of the row in the result, from 1
//
// The columns of the result follow, under names of its own, all nullable, of type utf8, bool, int32, int64, float64, date32 or
// timestamp[us, UTC]; a value of another type comes as text, lists and objects as JSON. A result is one unit, without days.
// No two rows of it are one, and it is stored whole: no result is appended to.
func ResultSchema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{{Name: ColumnResultRow, Type: arrow.PrimitiveTypes.Int64}}, nil)
}
