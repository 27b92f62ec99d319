package wire_test

import (
	"context"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// BenchmarkUnit sends a unit of 16 batches of 16,384 rows like events, over a connection in memory, to a sink that reads
// them and keeps nothing: what the border itself costs.
func BenchmarkUnit(b *testing.B) {
	const batchRows, count = 16 << 10, 16
	text := array.NewStringBuilder(memory.DefaultAllocator)
	for range batchRows {
		text.Append(strings.Repeat("x", 550))
	}
	schema := arrow.NewSchema([]arrow.Field{{Name: "properties", Type: arrow.BinaryTypes.String}}, nil)
	batch := array.NewRecordBatch(schema, []arrow.Array{text.NewArray()}, batchRows)
	all := make([]arrow.RecordBatch, count)
	for i := range all {
		all[i] = batch
	}
	s := &sink{writeUnit: func(ctx context.Context, _ string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		for {
			if _, err := rows.Next(ctx); err != nil {
				if rows.Footer().Rows == batchRows*count {
					return storage.UnitReport{Unit: u}, nil
				}
				return storage.UnitReport{}, err
			}
		}
	}}
	opened, err := wiretest.Pair{}.Engine(b, engineOf(s)).Open(b.Context(), storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(550 * batchRows * count)
	for b.Loop() {
		rows := &batches{schema: schema, all: all, footer: storage.Footer{Rows: batchRows * count}}
		if _, err := opened.WriteUnit(b.Context(), "s", week, rows); err != nil {
			b.Fatal(err)
		}
	}
}
