package sdktest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// NewEngine makes an engine that keeps its stores in memory: the contract of package storage, written to be read. Each
// Location is a store of its own inside this one value, so what was made durable is there after Close and Open.
//
// It has [storage.Sampler] and no SQL. It is as strict as the contract allows, which makes it a good stand-in for a real
// engine in the tests of whatever writes to one; it is safe for concurrent use.
func NewEngine() storage.Engine {
	return &memoryEngine{stores: map[string]*memoryStore{}}
}

type memoryEngine struct {
	mu     sync.Mutex
	stores map[string]*memoryStore
}

// memoryStore is what outlives a Sink: the published tables, and at most one unfinished session a table.
type memoryStore struct {
	location string
	created  time.Time

	mu       sync.Mutex
	tables   map[string]*memoryTable
	sessions map[string]*memorySession // by table name
	begun    int                       // sessions ever begun, for their ids

	// A store has one writer or any number of readers.
	writers, readers int
	released         chan struct{} // closed when a sink lets go, for those who wait
}

func (*memoryEngine) Capabilities() []storage.Capability {
	return []storage.Capability{storage.CapabilitySample, storage.CapabilityColumns}
}

func (e *memoryEngine) Open(ctx context.Context, options storage.Options) (storage.Sink, error) {
	store, err := e.store(options)
	if err != nil {
		return nil, err
	}
	patience := time.NewTimer(options.Wait)
	defer patience.Stop()
	for {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("open %s: %w", options.Location, err)
		}
		sink, released := store.acquire(options.ReadOnly)
		if sink != nil {
			return sink, nil
		}
		select {
		case <-released:
		case <-ctx.Done():
		case <-patience.C:
			return nil, &mperr.StorageLocked{Path: options.Location}
		}
	}
}

func (e *memoryEngine) store(options storage.Options) (*memoryStore, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if store, ok := e.stores[options.Location]; ok {
		return store, nil
	}
	if options.ReadOnly {
		return nil, &mperr.DatabaseNotFound{Path: options.Location}
	}
	store := &memoryStore{
		location: options.Location, created: time.Now().UTC(),
		tables: map[string]*memoryTable{}, sessions: map[string]*memorySession{},
		released: make(chan struct{}),
	}
	e.stores[options.Location] = store
	return store, nil
}

// acquire gives a sink, or a channel that is closed when it is worth trying again.
func (s *memoryStore) acquire(readOnly bool) (*memorySink, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case readOnly && s.writers == 0:
		s.readers++
	case !readOnly && s.writers == 0 && s.readers == 0:
		s.writers++
	default:
		return nil, s.released
	}
	return &memorySink{store: s, readOnly: readOnly}, nil
}

// release lets go of the store for a sink. Its sessions stay, unfinished. The store is locked.
func (s *memoryStore) release(sink *memorySink) {
	for _, session := range s.sessions {
		if session.holder == sink {
			session.holder = nil
		}
	}
	if sink.readOnly {
		s.readers--
	} else {
		s.writers--
	}
	close(s.released)
	s.released = make(chan struct{})
}
