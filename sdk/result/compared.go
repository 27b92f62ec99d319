package result

import (
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// compared is one number of both answers; nil where an answer does not have it.
type compared struct {
	place, measure string
	local, live    *float64
}

func (c compared) same() bool {
	return c.local != nil && c.live != nil && *c.local == *c.live
}

// difference is local less live; nil where an answer does not have the number.
func (c compared) difference() *float64 {
	if c.local == nil || c.live == nil {
		return nil
	}
	return new(*c.local - *c.live)
}

// numbersOf are the numbers of a table, as those of the local answer.
func numbersOf(table arrow.RecordBatch) (cells []compared) {
	for row := range int(table.NumRows()) {
		var place []string
		for i, column := range table.Columns() {
			if isPlace(table.ColumnName(i), column) {
				place = append(place, column.ValueStr(row))
			}
		}
		for i, column := range table.Columns() {
			if n := numberIn(column, row); n != nil && !isPlace(table.ColumnName(i), column) {
				cells = append(cells, compared{place: strings.Join(place, " · "), measure: table.ColumnName(i), local: n})
			}
		}
	}
	return cells
}

// isPlace says whether a column tells where a number belongs.
func isPlace(name string, column arrow.Array) bool {
	_, isText := column.(*array.String)
	return isText || name == "step"
}

func numberIn(column arrow.Array, row int) *float64 {
	var n float64
	switch column := column.(type) {
	case *array.Int64:
		n = float64(column.Value(row))
	case *array.Float64:
		n = column.Value(row)
	default:
		return nil
	}
	if column.IsNull(row) {
		return nil
	}
	return &n
}
