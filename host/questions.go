package host

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// withSink gives what do makes of the open store.
func withSink[T any](ctx context.Context, w *Workspace, do func(storage.Sink) (T, error)) (T, error) {
	sink, err := w.Sink(ctx)
	if err != nil {
		var none T
		return none, err
	}
	return do(sink)
}

// Query runs one SQL statement; see [storage.Querier]. [mperr.CapabilityNotSupported] where the storage plugin has no
// SQL. The reader is closed by the caller.
func (w *Workspace) Query(ctx context.Context, query storage.Query) (storage.Reader, error) {
	return withSink(ctx, w, func(sink storage.Sink) (storage.Reader, error) {
		if querier, ok := sink.(storage.Querier); ok {
			return querier.Query(ctx, query)
		}
		return nil, w.unsupported(storage.CapabilitySQL)
	})
}

// Sample gives n rows spread over a table; see [storage.Sampler]. The reader is closed by the caller.
func (w *Workspace) Sample(ctx context.Context, table string, n int) (storage.Reader, error) {
	if n < 1 {
		return nil, &mperr.InvalidArgument{Argument: "rows", Reason: "must be at least 1"}
	}
	return withSink(ctx, w, func(sink storage.Sink) (storage.Reader, error) {
		if sampler, ok := sink.(storage.Sampler); ok {
			return sampler.Sample(ctx, table, n)
		}
		return nil, w.unsupported(storage.CapabilitySample)
	})
}

func (w *Workspace) unsupported(capability storage.Capability) error {
	return &mperr.CapabilityNotSupported{
		Plugin: "mp-storage-" + w.settings.Storage, Capability: string(capability),
		Fix: `choose another engine: [plugins] storage = "duckdb" in ` + w.settings.Path,
	}
}

// Tables lists the stored tables; see [storage.Catalog].
func (w *Workspace) Tables(ctx context.Context) ([]storage.Table, error) {
	return withSink(ctx, w, func(sink storage.Sink) ([]storage.Table, error) { return sink.Tables(ctx) })
}

// Describe gives a table's columns; see [storage.Catalog].
func (w *Workspace) Describe(ctx context.Context, table string) ([]storage.Column, error) {
	return withSink(ctx, w, func(sink storage.Sink) ([]storage.Column, error) { return sink.Describe(ctx, table) })
}

// Coverage gives the days of a table; see [storage.Catalog].
func (w *Workspace) Coverage(ctx context.Context, table string) ([]storage.Day, error) {
	return withSink(ctx, w, func(sink storage.Sink) ([]storage.Day, error) { return sink.Coverage(ctx, table) })
}
