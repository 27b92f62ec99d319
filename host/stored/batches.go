package stored

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// Batches are a reader's, each valid until the next one, or an error, after which nothing follows. The reader is closed when
// they end, or when nobody reads on.
func Batches(ctx context.Context, reader storage.Reader) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		defer func() { _ = reader.Close() }() // all of it was read, or the error is told
		for {
			batch, err := reader.Next(ctx)
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(batch, err) || err != nil {
				return
			}
		}
	}
}
