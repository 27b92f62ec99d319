package wire

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// stores holds the stores that a plugin process has open, by handle.
type stores struct {
	mu   sync.Mutex
	open map[string]*openStore
	last int
}

// openStore is one of them. It is closed once, after the calls on it have ended.
type openStore struct {
	sink   storage.Sink
	ended  context.Context //nolint:containedctx // done as soon as the store is being closed; its calls' contexts hang on it
	end    context.CancelFunc
	calls  int
	closed chan struct{} // closed by the last call to end after end
}

// add keeps a sink and gives its handle.
func (s *stores) add(sink storage.Sink) string {
	ended, end := context.WithCancel(context.Background())
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[string]*openStore{}
	}
	s.last++
	handle := "store-" + strconv.Itoa(s.last)
	s.open[handle] = &openStore{sink: sink, ended: ended, end: end, closed: make(chan struct{})}
	return handle
}

// use gives the sink of a handle for one call, with a context that also ends when the store is closed. The call must be
// released.
func (s *stores) use(ctx context.Context, handle string) (sink storage.Sink, used context.Context, release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	store, ok := s.open[handle]
	if !ok {
		return nil, nil, nil, &mperr.StorageFailed{Message: "the store is not open", Fix: "open it again"}
	}
	store.calls++
	used, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(store.ended, cancel)
	return store.sink, used, func() {
		stop()
		cancel()
		s.release(store)
	}, nil
}

func (s *stores) release(store *openStore) {
	s.mu.Lock()
	defer s.mu.Unlock()
	store.calls--
	if store.calls == 0 && store.ended.Err() != nil {
		close(store.closed)
	}
}

// close ends the calls on a store, waits for them as long as ctx allows, and closes it. A handle that is not open is
// closed already.
func (s *stores) close(ctx context.Context, handle string) error {
	store := s.remove(handle)
	if store == nil {
		return nil
	}
	select {
	case <-store.closed:
	case <-ctx.Done():
	}
	return store.sink.Close(ctx)
}

func (s *stores) remove(handle string) *openStore {
	s.mu.Lock()
	defer s.mu.Unlock()
	store, ok := s.open[handle]
	if !ok {
		return nil
	}
	delete(s.open, handle)
	store.end()
	if store.calls == 0 {
		close(store.closed)
	}
	return store
}

// closeAll closes every store, all at once.
func (s *stores) closeAll(ctx context.Context) error {
	s.mu.Lock()
	handles := make([]string, 0, len(s.open))
	for handle := range s.open {
		handles = append(handles, handle)
	}
	s.mu.Unlock()
	errs := make([]error, len(handles))
	var closing sync.WaitGroup
	for i, handle := range handles {
		closing.Go(func() { errs[i] = s.close(ctx, handle) })
	}
	closing.Wait()
	return errors.Join(errs...)
}
