package engine

import (
	"context"
	"errors"
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
)

// LockError is lockError.
var LockError = lockError

// NewWith makes an engine with another clock and another way to wait; nil keeps the real one.
func NewWith(now func() time.Time, wait func(context.Context, time.Duration) error) *Engine {
	e := New()
	if now != nil {
		e.now = now
	}
	if wait != nil {
		e.pause = wait
	}
	return e
}

// CallLogLarge makes a log of fewer bytes large.
func (e *Engine) CallLogLarge(bytes int64) *Engine {
	e.largeLog = bytes
	return e
}

// CallLarge makes units of more rows large.
func (e *Engine) CallLarge(rows int64) *Engine {
	e.small.rows = rows
	return e
}

// OpenWhile opens the file of a store while something happens to it, and closes it.
func OpenWhile(path string, happens func() error) error {
	var happened error
	database, err := place{location: path, path: path}.named(func() (*duck.Database, error) {
		database, err := duck.Open(path, nil)
		happened = happens()
		return database, err
	})
	if err == nil {
		err = database.Close()
	}
	return errors.Join(happened, err)
}

// MemoryLimit is the limit that DuckDB has, or why it cannot be told.
func MemoryLimit(ctx context.Context, sink *Sink) string {
	limit := ""
	err := sink.database.Read(ctx, func(tx *duck.Transaction) error {
		return tx.Query(func(into func(...any) error) error { return into(&limit) }, "SELECT current_setting('memory_limit')")
	})
	if err != nil {
		return err.Error()
	}
	return limit
}
