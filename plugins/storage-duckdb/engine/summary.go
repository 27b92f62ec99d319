package engine

import (
	"context"
	"database/sql"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// summaryOf is the answer to a question for figures of every column.
func summaryOf(question storage.Summarize, rows int64, all []columnFigures) storage.Reader {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, question.Schema())
	defer builder.Release()
	for _, f := range all {
		absent := 0.0
		if rows > 0 {
			absent = 100 * float64(rows-f.present) / float64(rows)
		}
		cells := []any{
			f.column.Name, f.column.Type, f.min, f.max, f.unique,
			f.numbers[0], f.numbers[1], f.numbers[2], f.numbers[3], f.numbers[4], rows, absent,
		}
		for i, cell := range cells {
			appendCell(builder.Field(i), cell)
		}
	}
	return &gathered{schema: question.Schema(), batch: builder.NewRecordBatch()}
}

// appendCell adds a value of one of the types that [summaryOf] has; what is null stays null.
func appendCell(builder array.Builder, cell any) {
	switch value := cell.(type) {
	case string:
		builder.(*array.StringBuilder).Append(value)
	case int64:
		builder.(*array.Int64Builder).Append(value)
	case float64:
		builder.(*array.Float64Builder).Append(value)
	case sql.NullString:
		if value.Valid {
			appendCell(builder, value.String)
			return
		}
		builder.AppendNull()
	case sql.NullFloat64:
		if value.Valid {
			appendCell(builder, value.Float64)
			return
		}
		builder.AppendNull()
	}
}

// gathered is an answer that is in memory, in one batch.
type gathered struct {
	schema *arrow.Schema

	mu    sync.Mutex
	batch arrow.RecordBatch // nil once it is let go
	given bool
}

var _ storage.Reader = (*gathered)(nil)

func (g *gathered) Schema() *arrow.Schema { return g.schema }

func (g *gathered) Next(ctx context.Context) (arrow.RecordBatch, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.given:
		g.release()
		return nil, io.EOF
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	g.given = true
	return g.batch, nil
}

func (g *gathered) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.given = true
	g.release()
	return nil
}

func (g *gathered) release() {
	if g.batch != nil {
		g.batch.Release()
		g.batch = nil
	}
}
