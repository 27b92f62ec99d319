package host

import (
	"context"
	"strings"
	"sync"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// fetches are the fetches of a workspace that run, and what those before have left behind. It keeps the store from being
// closed under a fetch; [newFetches] makes one. It is safe for concurrent use.
type fetches struct {
	mu      sync.Mutex
	running int
	// interrupted are the tables whose session an earlier fetch has left open, in lower case, as some engines take names so.
	interrupted map[string]bool
	// lost says that the store's process has ended.
	lost bool
	// ended is closed when a fetch ends, and another takes its place.
	ended chan struct{}
}

func newFetches() fetches {
	return fetches{interrupted: map[string]bool{}, ended: make(chan struct{})}
}

// begin counts a fetch of a table in; end counts it out. Where the store has to be opened anew first, it waits until no
// fetch runs, no longer than ctx, and calls closeStore.
func (f *fetches) begin(ctx context.Context, table string, closeStore func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.isStale(table) && f.running > 0 {
		if err := f.awaitEnd(ctx); err != nil {
			return err
		}
	}
	if f.isStale(table) {
		// Whether it closes well or not, nobody uses that store any more.
		clear(f.interrupted)
		f.lost = false
		if err := closeStore(); err != nil {
			return err
		}
	}
	f.running++
	return nil
}

// isStale says that a fetch of a table cannot use the store as it is open.
func (f *fetches) isStale(table string) bool {
	return f.lost || f.interrupted[strings.ToLower(table)]
}

// awaitEnd lets go of the lock until a fetch has ended or ctx has.
func (f *fetches) awaitEnd(ctx context.Context) error {
	ended := f.ended
	f.mu.Unlock()
	defer f.mu.Lock()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return mperr.From(ctx.Err())
	}
}

// end counts a fetch of a table out. unfinished says that its session may be open still, lost that the store's process has
// ended.
func (f *fetches) end(table string, unfinished, lost bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.running--
	f.lost = f.lost || lost
	if unfinished {
		f.interrupted[strings.ToLower(table)] = true
	}
	close(f.ended)
	f.ended = make(chan struct{})
}
