package main

import (
	"context"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/storage"
	"github.com/mixpanel-data/mp/sdk/value"
)

// rowsOf streams a reader's batches as rows, and closes the reader when the stream ends.
func rowsOf(ctx context.Context, reader storage.Reader) render.Rows {
	schema := reader.Schema()
	columns := make([]string, schema.NumFields())
	for i, field := range schema.Fields() {
		columns[i] = field.Name
	}
	asBatches := &render.Batches{Schema: schema, All: stored.Batches(ctx, reader)}
	return render.Rows{Columns: columns, Batches: asBatches, All: func(yield func([]any, error) bool) {
		for batch, err := range asBatches.All {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yieldRows(batch, yield) {
				return
			}
		}
	}}
}

func yieldRows(batch arrow.RecordBatch, yield func([]any, error) bool) bool {
	for i := range int(batch.NumRows()) {
		row := make([]any, batch.NumCols())
		for j, column := range batch.Columns() {
			row[j] = value.JSON(column, i)
		}
		if !yield(row, nil) {
			return false
		}
	}
	return true
}
