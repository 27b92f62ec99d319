package host

import (
	"context"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
	"github.com/mixpanel-data/mp/sdk/value"
)

// Row is one row of an answer in SQL.
type Row struct {
	// Columns are the names of the columns in order: one slice for all rows of an answer, not to be changed.
	Columns []string
	// Values are as long as Columns and the caller's own; [value.Of] says of which types they are.
	Values []any
}

// Value is that of the first column of a name; false where there is none.
func (r Row) Value(column string) (any, bool) {
	for i, name := range r.Columns {
		if name == column {
			return r.Values[i], true
		}
	}
	return nil, false
}

// Rows runs one SQL statement and gives its rows one by one as they arrive, with values of Go. Nothing is asked before
// somebody ranges over it, and each time anew. The first error, which is one of [Workspace.Query], ends it.
func (w *Workspace) Rows(ctx context.Context, query storage.Query) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		reader, err := w.Query(ctx, query)
		if err != nil {
			yield(Row{}, err)
			return
		}
		var columns []string
		for _, field := range reader.Schema().Fields() {
			columns = append(columns, field.Name)
		}
		for batch, err := range stored.Batches(ctx, reader) {
			if err != nil {
				yield(Row{}, err)
				return
			}
			for i := range int(batch.NumRows()) {
				if !yield(Row{columns, valuesAt(batch, i)}, nil) {
					return
				}
			}
		}
	}
}

func valuesAt(batch arrow.RecordBatch, i int) []any {
	values := make([]any, batch.NumCols())
	for j, column := range batch.Columns() {
		values[j] = value.Of(column, i)
	}
	return values
}

// SQL runs one SQL statement and gives its whole answer, which has to fit into memory; see [Workspace.Rows] for one that
// does not. The errors are those of [Workspace.Query].
func (w *Workspace) SQL(ctx context.Context, query storage.Query) (*result.SQLResult, error) {
	reader, err := w.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	fields := result.SQLFields{Schema: reader.Schema()}
	defer func() {
		for _, batch := range fields.Batches {
			batch.Release()
		}
	}()
	for batch, err := range stored.Batches(ctx, reader) {
		if err != nil {
			return nil, err
		}
		batch.Retain()
		fields.Batches = append(fields.Batches, batch)
	}
	return result.NewSQL(fields)
}

// Scalar runs one SQL statement and gives the first value of its first row; [value.Of] says of which type it is. It is nil
// where there is no row. The errors are those of [Workspace.Query], and [mperr.QueryFailed] for an answer without columns.
func (w *Workspace) Scalar(ctx context.Context, query storage.Query) (any, error) {
	var first any
	for row, err := range w.Rows(ctx, query) {
		switch {
		case err != nil:
			return nil, err
		case len(row.Values) == 0:
			return nil, &mperr.QueryFailed{Message: "the query has no columns"}
		}
		first = row.Values[0]
		break
	}
	return first, nil
}
