package host

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/host/settings"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// openStore is the store while it is open, and the process that holds it.
type openStore struct {
	sink   storage.Sink
	engine *plugin.Process
}

// Sink is the open store, for what the workspace has no method for. [Workspace.Close] closes it.
func (w *Workspace) Sink(ctx context.Context) (storage.Sink, error) {
	store, err := w.openedStore(ctx)
	return store.sink, err
}

func (w *Workspace) openedStore(ctx context.Context) (openStore, error) {
	return w.store.get(ctx, w.openStore)
}

// openStore starts the storage plugin and finds out where the store is at the same time, as each may take a while.
func (w *Workspace) openStore(ctx context.Context) (openStore, error) {
	process, location, err := both(ctx, w.startEngine, w.Location)
	if err != nil {
		return openStore{}, err
	}
	sink, err := process.Engine().Open(ctx, storage.Options{
		Location: location, ReadOnly: w.options.ReadOnly, Wait: w.options.Wait, Settings: w.settings.Plugins[w.settings.Storage],
	})
	if err != nil {
		return openStore{}, w.openFailure(err, location)
	}
	return openStore{sink, process}, nil
}

// openFailure puts what an engine calls by its own names into the user's: a setting is a key of the configuration, and the
// location is the database.
func (w *Workspace) openFailure(err error, location string) error {
	invalid, ok := errors.AsType[*mperr.InvalidArgument](err)
	if !ok {
		return err
	}
	if _, configured := w.settings.Plugins[w.settings.Storage][invalid.Argument]; configured {
		return w.misconfigured(settings.SettingKey(w.settings.Storage, invalid.Argument), err)
	}
	if invalid.Argument != "location" && invalid.Argument != "path" {
		return err
	}
	named := *invalid
	named.Argument, named.Value = "database", cmp.Or(w.options.Database, location)
	return &named
}

// startEngine starts the storage plugin where it does not run.
func (w *Workspace) startEngine(ctx context.Context) (*plugin.Process, error) {
	process, err := w.plugins.Start(ctx, plugin.Storage, w.settings.Storage)
	return process, w.misconfigured("plugins.storage", err)
}

// closeStore lets go of a store whose session an interrupted fetch left open, so that the next fetch opens it anew and
// continues. Readers of the store end with an error then.
func (w *Workspace) closeStore() error {
	store, ok := w.store.take()
	if !ok {
		return nil
	}
	if err := store.sink.Close(context.Background()); !closed(store.engine.Done()) {
		return err
	}
	// Its process is gone, and with it what could fail to close. The next store is opened in a new one.
	return nil
}

// Location is the path of the store: Options.Database, else data/PROJECT_ID.ENGINE in ~/.mp, for which the credentials
// are asked.
func (w *Workspace) Location(ctx context.Context) (string, error) {
	if w.options.Database != "" {
		absolute, err := filepath.Abs(w.options.Database)
		if err != nil {
			return "", &mperr.InvalidArgument{Argument: "database", Value: w.options.Database, Reason: err.Error()}
		}
		return absolute, nil
	}
	if w.options.Home == "" {
		return "", homeless("the store", "--db or MP_DB")
	}
	credentials, err := w.Credentials(ctx)
	if err != nil {
		return "", err
	}
	return filepath.Join(w.options.Home, ".mp", "data", fileSafe(credentials.ProjectID())+"."+w.settings.Storage), nil
}

// fileSafe keeps a project id from naming another folder.
func fileSafe(id string) string {
	out := []rune(id)
	for i, r := range out {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' {
			out[i] = '_'
		}
	}
	return string(out)
}

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

// Drop removes a table; see [storage.Sink].
func (w *Workspace) Drop(ctx context.Context, table string) error {
	sink, err := w.Sink(ctx)
	if err != nil {
		return err
	}
	return sink.Drop(ctx, table)
}
