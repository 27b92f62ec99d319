package main

import (
	"context"
	"errors"
	"io"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// engine opens stores that hold nothing.
type engine struct{}

// Capabilities says that property columns are welcome.
func (engine) Capabilities() []storage.Capability {
	return []storage.Capability{storage.CapabilityColumns}
}

// Open opens a store anywhere.
func (engine) Open(context.Context, storage.Options) (storage.Sink, error) { return sink{}, nil }

// sink is a store that holds nothing. Its one session is always the same.
type sink struct{}

// Begin begins the session.
func (sink) Begin(context.Context, storage.Target) (storage.Session, error) {
	return storage.Session{ID: "discard"}, nil
}

// WriteUnit reads all rows and reports them as stored.
func (sink) WriteUnit(ctx context.Context, _ string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	count := int64(0)
	for {
		batch, err := rows.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return storage.UnitReport{}, err
		}
		count += batch.NumRows()
	}
	if footer := rows.Footer(); count != footer.Rows {
		return storage.UnitReport{}, &mperr.UnitMismatch{Unit: unit.ID, Reason: "rows are missing", Expected: footer.Rows, Received: count}
	}
	return storage.UnitReport{Unit: unit, Received: count, Stored: count}, nil
}

// Commit ends the session.
func (sink) Commit(context.Context, string) (storage.Table, error) {
	return storage.Table{Name: "events", Kind: storage.Events}, nil
}

// Abort ends the session.
func (sink) Abort(context.Context, string) error { return nil }

// Info describes nothing.
func (sink) Info(context.Context) (storage.Info, error) { return storage.Info{Engine: "none"}, nil }

// Tables finds none.
func (sink) Tables(context.Context) ([]storage.Table, error) { return nil, nil }

// Describe finds no table.
func (sink) Describe(_ context.Context, table string) ([]storage.Column, error) {
	return nil, &mperr.TableNotFound{TableName: table}
}

// Coverage finds no table.
func (sink) Coverage(_ context.Context, table string) ([]storage.Day, error) {
	return nil, &mperr.TableNotFound{TableName: table}
}

// Drop finds no table.
func (sink) Drop(_ context.Context, table string) error {
	return &mperr.TableNotFound{TableName: table}
}

// Close lets go of nothing.
func (sink) Close(context.Context) error { return nil }
