package sdktest

import (
	"context"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Sample takes rows at equal distances.
func (s *memorySink) Sample(ctx context.Context, name string, n int) (reader storage.Reader, err error) {
	if n < 0 {
		return nil, &mperr.InvalidArgument{Argument: "n", Reason: "a sample has no negative number of rows"}
	}
	err = s.read(ctx, func(store *memoryStore) error {
		table, err := store.table(name)
		if err != nil {
			return err
		}
		rows := table.rows()
		if n < len(rows) {
			rows = spread(rows, n)
		}
		reader, err = newMemoryReader(table.columns, rows)
		return err
	})
	return reader, err
}

// spread picks n of more than n rows, at equal distances.
func spread(rows []memoryRow, n int) []memoryRow {
	picked := make([]memoryRow, 0, n)
	for i := range n {
		picked = append(picked, rows[i*len(rows)/n])
	}
	return picked
}

// memoryReader gives one batch.
type memoryReader struct {
	schema *arrow.Schema
	batch  arrow.RecordBatch // nil once given
}

func newMemoryReader(columns []arrow.Field, rows []memoryRow) (*memoryReader, error) {
	arrays := make([]arrow.Array, len(columns))
	for i, field := range columns {
		built, err := buildColumn(field, rows)
		if err != nil {
			return nil, err
		}
		arrays[i] = built
	}
	schema := arrow.NewSchema(columns, nil)
	return &memoryReader{schema: schema, batch: array.NewRecordBatch(schema, arrays, int64(len(rows)))}, nil
}

// buildColumn puts the values of one column together; a row whose unit did not bring the column has null there.
func buildColumn(field arrow.Field, rows []memoryRow) (arrow.Array, error) {
	if len(rows) == 0 {
		return array.MakeArrayOfNull(memory.DefaultAllocator, field.Type, 0), nil
	}
	if property, ok := storage.PropertyOf(field); ok {
		return buildProperty(property, rows)
	}
	cells := make([]arrow.Array, len(rows))
	for i, row := range rows {
		if at := row.batch.Schema().FieldIndices(field.Name); len(at) > 0 {
			cells[i] = array.NewSlice(row.batch.Column(at[0]), int64(row.at), int64(row.at)+1)
			continue
		}
		cells[i] = array.MakeArrayOfNull(memory.DefaultAllocator, field.Type, 1)
	}
	return array.Concatenate(cells, memory.DefaultAllocator)
}

func (r *memoryReader) Schema() *arrow.Schema { return r.schema }

func (r *memoryReader) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r.batch == nil {
		return nil, io.EOF
	}
	batch := r.batch
	r.batch = nil
	return batch, nil
}

func (r *memoryReader) Close() error {
	r.batch = nil
	return nil
}
