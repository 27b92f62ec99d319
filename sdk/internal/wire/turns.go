package wire

import (
	"context"
	"sync"
)

// turns lets one call at a time work on a unit. A host that was interrupted may repeat a unit while the plugin is still
// rolling back the first try, as a cancelled call comes back to the host at once.
type turns struct {
	mu    sync.Mutex
	taken map[string]chan struct{} // closed when the turn is over
}

// take waits for the turn of a key, as long as ctx allows. The turn is over when leave is called.
func (t *turns) take(ctx context.Context, key string) (leave func(), err error) {
	for {
		other, mine := t.try(key)
		if mine != nil {
			return func() { t.end(key, mine) }, nil
		}
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// try gives the turn of another call, or a new one.
func (t *turns) try(key string) (other, mine chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if other, ok := t.taken[key]; ok {
		return other, nil
	}
	if t.taken == nil {
		t.taken = map[string]chan struct{}{}
	}
	mine = make(chan struct{})
	t.taken[key] = mine
	return nil, mine
}

func (t *turns) end(key string, mine chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.taken, key)
	close(mine)
}
