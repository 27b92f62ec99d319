package arrival

import (
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// Texts makes rows of one column, for DuckDB to read once.
func Texts(column string, values []string) array.RecordReader {
	schema := arrow.NewSchema([]arrow.Field{{Name: column, Type: arrow.BinaryTypes.LargeString}}, nil)
	return &texts{schema: schema, values: values}
}

// texts gives its values in batches. As with [Rows], the lock orders threads that take turns.
type texts struct {
	schema  *arrow.Schema
	mu      sync.Mutex
	values  []string // those still to come
	current arrow.RecordBatch
}

// textsBatch is what fills a row group of DuckDB about half.
const textsBatch = 1 << 16

func (t *texts) Schema() *arrow.Schema { return t.schema }

func (t *texts) Next() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.values) == 0 {
		return false
	}
	some := t.values[:min(textsBatch, len(t.values))]
	t.values = t.values[len(some):]
	builder := array.NewLargeStringBuilder(memory.DefaultAllocator)
	defer builder.Release()
	builder.AppendValues(some, nil)
	column := builder.NewArray()
	defer column.Release()
	// Go's memory: whoever exports the batch keeps it, and it goes when nobody does.
	t.current = array.NewRecordBatch(t.schema, []arrow.Array{column}, int64(len(some)))
	return true
}

func (t *texts) RecordBatch() arrow.RecordBatch {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.current
}

func (t *texts) Record() arrow.RecordBatch { return t.RecordBatch() }

func (*texts) Err() error { return nil }

func (*texts) Retain() {}

func (*texts) Release() {}
