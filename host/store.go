package host

import (
	"cmp"
	"context"
	"errors"

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
