package host

import (
	"cmp"
	"context"
	"errors"

	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/host/settings"
	"github.com/mixpanel-data/mp/host/share"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// openStore is the store while it is open, and the process that holds it.
type openStore struct {
	sink   storage.Sink
	engine *plugin.Process
	// offered lets other processes read it; nil where they cannot, or need not.
	offered *share.Offered
	// joined is where the store is another process's; nil where it is not.
	joined *share.Joined
}

// close lets go of the store. Nobody else reads it by then.
func (s openStore) close() error {
	if s.joined != nil {
		return s.joined.Close()
	}
	s.offered.Close()
	return s.sink.Close(context.Background())
}

// left closes a store that another process held and has let go of, and says so.
func (s openStore) left() bool {
	if s.joined == nil || !s.joined.Gone() {
		return false
	}
	_ = s.joined.Close() // there is nobody left to close it for
	return true
}

// Sink is the open store, for what the workspace has no method for. [Workspace.Close] closes it.
func (w *Workspace) Sink(ctx context.Context) (storage.Sink, error) {
	store, err := w.openedStore(ctx)
	return store.sink, err
}

func (w *Workspace) openedStore(ctx context.Context) (openStore, error) {
	return w.store.unless(ctx, openStore.left, w.openStore)
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
	switch {
	case errors.As(err, new(*mperr.StorageLocked)) && w.options.ReadOnly:
		return w.joinStore(ctx, process, location, err)
	case err != nil:
		return openStore{}, w.openFailure(err, location)
	case w.options.ReadOnly:
		return openStore{sink: sink, engine: process}, nil
	}
	return openStore{sink: sink, engine: process, offered: w.offerStore(process, sink, location)}, nil
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
	if err := store.close(); !closed(store.engine.Done()) {
		return err
	}
	// Its process is gone, and with it what could fail to close. The next store is opened in a new one.
	return nil
}
