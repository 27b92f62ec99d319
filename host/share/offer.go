package share

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Grace is how long answers under way may take to end when the store is closed.
const Grace = 2 * time.Second

// Patience is how long rows may wait for a reader that takes none: as long as it lasts, an answer keeps an engine from
// tidying up behind the writer. DuckDB's log grows meanwhile.
const Patience = 15 * time.Second

// Store is an open store and where it is.
type Store struct {
	Sink storage.Sink
	// Plugin is the plugin behind it.
	Plugin dial.Info
	// Location is what the engine was given.
	Location string
	// Log gets what goes wrong inside; nil drops it.
	Log *slog.Logger
}

// Offered is a store that others may read until Close.
type Offered struct{ sharing *dial.Sharing }

// Offer shares a store in a private folder, which stays the caller's and must be short enough for a socket in it. The
// sink is used until Close, which therefore comes before the sink's.
func Offer(folder string, store Store) (*Offered, error) {
	if !knowsPeers {
		return nil, errors.ErrUnsupported
	}
	path := filepath.Join(folder, nameOf(store.Plugin.Name, store.Location))
	socket, err := new(net.ListenConfig).Listen(context.Background(), "unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	program, _ := os.Executable() // an unknown program is ""
	return &Offered{dial.Share(ownListener{socket}, dial.Shared{
		Sink: store.Sink, Plugin: store.Plugin, Log: store.Log, Over: gone(store.Location, nil),
		Patience: Patience, Unread: &mperr.StorageFailed{
			Message: fmt.Sprintf("database %s is being written to, and its answer was not read for %v", store.Location, Patience),
			Path:    store.Location, Fix: "repeat the command without what holds its output up, such as a pager",
		},
		Locked: &mperr.StorageLocked{Path: store.Location, HolderPID: os.Getpid(), HolderCommand: program},
	})}, nil
}

// Close removes the socket, waits [Grace] for answers under way and cuts off the rest. It does nothing for nil.
func (o *Offered) Close() {
	if o != nil {
		o.sharing.Close(Grace)
	}
}

// gone is the error of an answer whose store was closed, or whose process ended; cause may be nil.
func gone(location string, cause error) error {
	return unanswered(location, "ended before its answer was complete", "repeat the command", cause)
}

func unanswered(location, why, fix string, cause error) error {
	return &mperr.StorageFailed{
		Message: "the mp process that holds database " + location + " " + why, Path: location, Fix: fix, Cause: cause,
	}
}
