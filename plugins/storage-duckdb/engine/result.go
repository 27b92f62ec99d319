package engine

import (
	"context"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
)

// storeResult stores the unit of a result, whose rows replace no others: the table is staged, so one transaction does.
func (w *unitWrite) storeResult(ctx context.Context) error {
	write := w.sink.log.writeLasting
	if w.held {
		write = w.sink.log.write
	}
	return write(ctx, func(tx *duck.Transaction) error {
		if err := w.isNew(tx); err != nil {
			return err
		}
		if err := w.fill(tx, w.session.physical, w.insertFrom); err != nil {
			return err
		}
		return w.record(tx)
	})
}
