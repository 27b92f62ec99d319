package engine

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// DuckDB gives 2048 rows at a time. They are packed into batches of this many rows or bytes, whichever comes first, as a
// message each costs more than its rows. The first batch is not packed, so that the first rows come early.
const (
	packRows  = 16 << 10
	packBytes = 1 << 20
)

// reader gives an answer in larger batches, up to a limit of rows.
type reader struct {
	answer *duck.Answer
	// coded turns an error of the answer into a coded one.
	coded func(context.Context, error) error
	limit int64 // 0 for none

	mu      sync.Mutex
	given   int64
	current arrow.RecordBatch
	ended   error // what Next says from now on
}

var _ storage.Reader = (*reader)(nil)

func newReader(answer *duck.Answer, limit int64, coded func(context.Context, error) error) *reader {
	return &reader{answer: answer, limit: limit, coded: coded}
}

func (r *reader) Schema() *arrow.Schema { return r.answer.Schema() }

func (r *reader) Next(ctx context.Context) (arrow.RecordBatch, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drop()
	if r.ended != nil {
		return nil, r.ended
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	parts, err := r.gather(ctx)
	defer func() {
		for _, part := range parts {
			part.Release()
		}
	}()
	if err != nil {
		r.end(err)
	}
	if len(parts) == 0 {
		return nil, r.ended
	}
	// What came before an error is given first; the next call tells the error.
	r.current, err = joined(r.Schema(), parts)
	if err != nil {
		r.end(err)
		return nil, err
	}
	return r.current, nil
}

// Close ends the answer. The batch of the last call is let go.
func (r *reader) Close() error {
	// A Next that waits in another goroutine comes back, and then there is nothing to hold.
	r.answer.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drop()
	if r.ended == nil {
		r.ended = io.EOF
	}
	return nil
}

// gather collects small batches; the caller releases them. io.EOF says that they are the last.
func (r *reader) gather(ctx context.Context) (parts []arrow.RecordBatch, err error) {
	first := r.given == 0
	for rows, size := int64(0), int64(0); rows < packRows && size < packBytes; {
		if r.limit > 0 && r.given == r.limit {
			return parts, io.EOF
		}
		part, err := r.answer.Next(ctx)
		if errors.Is(err, io.EOF) {
			return parts, io.EOF
		}
		if err != nil {
			return parts, r.coded(ctx, err)
		}
		if over := r.given + part.NumRows() - r.limit; r.limit > 0 && over > 0 {
			cut := part.NewSlice(0, part.NumRows()-over)
			part.Release()
			part = cut
		}
		r.given += part.NumRows()
		rows += part.NumRows()
		size += sizeOf(part)
		parts = append(parts, part)
		if first {
			break
		}
	}
	return parts, nil
}

// drop lets go of the batch of the call before.
func (r *reader) drop() {
	if r.current != nil {
		r.current.Release()
		r.current = nil
	}
}

// end closes the answer at once: an answer that is at its end should not hold a transaction until somebody closes it.
func (r *reader) end(err error) {
	if r.ended == nil {
		r.ended = err
		r.answer.Close()
	}
}

// joined copies small batches into one. One alone is given as it is.
func joined(schema *arrow.Schema, parts []arrow.RecordBatch) (arrow.RecordBatch, error) {
	if len(parts) == 1 {
		parts[0].Retain()
		return parts[0], nil
	}
	columns := make([]arrow.Array, schema.NumFields())
	rows := int64(0)
	for _, part := range parts {
		rows += part.NumRows()
	}
	for i := range columns {
		pieces := make([]arrow.Array, len(parts))
		for j, part := range parts {
			pieces[j] = part.Column(i)
		}
		column, err := array.Concatenate(pieces, memory.DefaultAllocator)
		if err != nil {
			return nil, err
		}
		defer column.Release()
		columns[i] = column
	}
	return array.NewRecordBatch(schema, columns, rows), nil
}

func sizeOf(batch arrow.RecordBatch) int64 {
	size := int64(0)
	for _, column := range batch.Columns() {
		for _, buffer := range column.Data().Buffers() {
			if buffer != nil {
				size += int64(buffer.Len())
			}
		}
	}
	return size
}
