package host

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/host/share"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// offerStore lets other processes of the user read a store that this one holds. Where that cannot be, such as on a system
// without the means, they find the store locked, and all else goes on.
func (w *Workspace) offerStore(process *plugin.Process, sink storage.Sink, location string) *share.Offered {
	folder, err := w.plugins.RunFolder()
	var offered *share.Offered
	if err == nil {
		offered, err = share.Offer(folder, share.Store{Sink: sink, Plugin: process.Info(), Location: location, Log: w.options.Log})
	}
	if err != nil {
		w.options.Log.Info("the store is not shared with other processes", "reason", err)
	}
	return offered
}

// joinStore asks the process that holds a store, as the engine has it locked. Where nobody can be asked, the store is locked.
func (w *Workspace) joinStore(ctx context.Context, process *plugin.Process, location string, locked error) (openStore, error) {
	joined, err := share.Join(ctx, w.plugins.RunFolders(), process.Info().Name, location, locked)
	switch {
	case ctx.Err() != nil:
		if err == nil {
			_ = joined.Close() // it was only to be read
		}
		return openStore{}, mperr.From(ctx.Err())
	case err != nil:
		w.options.Log.Info("the store is locked and not shared", "reason", err)
		return openStore{}, locked
	}
	w.options.Warn(fmt.Sprintf("%v: the mp process that holds it answers, with what is complete so far", locked))
	return openStore{sink: joined.Sink(), engine: process, joined: joined}, nil
}
