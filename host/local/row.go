package local

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// row is a row of an answer: string, int64, float64, []float64, or nil for null.
type row []any

// readRows reads an answer to its end and closes it. Answers are counts, not events: they fit in memory.
func readRows(ctx context.Context, reader storage.Reader) (rows []row, err error) {
	defer func() { err = errors.Join(err, reader.Close()) }()
	for {
		batch, err := reader.Next(ctx)
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		for i := range int(batch.NumRows()) {
			cells := make(row, batch.NumCols())
			for j, column := range batch.Columns() {
				cells[j] = cell(column, i)
			}
			rows = append(rows, cells)
		}
	}
}

// cell copies a value out of a column of the types that answers have.
func cell(column arrow.Array, i int) any {
	if column.IsNull(i) {
		return nil
	}
	switch column := column.(type) {
	case *array.String:
		return strings.Clone(column.Value(i))
	case *array.Int64:
		return column.Value(i)
	case *array.Float64:
		return column.Value(i)
	case *array.List:
		start, end := column.ValueOffsets(i)
		items, _ := column.ListValues().(*array.Float64)
		return append([]float64{}, items.Float64Values()[start:end]...)
	}
	return nil
}

func (r row) text(i int) string {
	text, _ := r[i].(string)
	return text
}

func (r row) count(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

func (r row) number(i int) float64 {
	n, _ := r[i].(float64)
	return n
}
