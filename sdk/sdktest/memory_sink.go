package sdktest

import (
	"context"
	"maps"
	"slices"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// memorySink is an open store. Every method works on the store under its lock, so each is one transaction.
type memorySink struct {
	store    *memoryStore
	readOnly bool
	closed   bool // guarded by store.mu
}

var (
	_ storage.Sink    = (*memorySink)(nil)
	_ storage.Sampler = (*memorySink)(nil)
)

// read runs f on the locked store.
func (s *memorySink) read(ctx context.Context, f func(*memoryStore) error) error {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if s.closed {
		return &mperr.StorageFailed{Message: "the store is closed", Path: s.store.location}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return f(s.store)
}

// write is read for what changes the store.
func (s *memorySink) write(ctx context.Context, f func(*memoryStore) error) error {
	return s.read(ctx, func(store *memoryStore) error {
		if s.readOnly {
			return &mperr.StorageFailed{
				Message: "the store is open for reading only", Path: store.location, Fix: "open it for writing",
			}
		}
		return f(store)
	})
}

func (s *memorySink) Close(context.Context) error {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if !s.closed {
		s.closed = true
		s.store.release(s)
	}
	return nil
}

func (s *memorySink) Info(ctx context.Context) (info storage.Info, err error) {
	err = s.read(ctx, func(store *memoryStore) error {
		info = storage.Info{Location: store.location, Engine: "memory", CreatedAt: store.created}
		return nil
	})
	return info, err
}

func (s *memorySink) Tables(ctx context.Context) (tables []storage.Table, err error) {
	err = s.read(ctx, func(store *memoryStore) error {
		for _, name := range slices.Sorted(maps.Keys(store.tables)) {
			tables = append(tables, store.tables[name].describe(name))
		}
		return nil
	})
	return tables, err
}

func (s *memorySink) Describe(ctx context.Context, name string) (columns []storage.Column, err error) {
	err = s.read(ctx, func(store *memoryStore) error {
		table, err := store.table(name)
		if err != nil {
			return err
		}
		for _, field := range table.columns {
			property, _ := field.Metadata.GetValue(storage.FieldProperty)
			columns = append(columns, storage.Column{
				Name: field.Name, Type: field.Type.String(), Nullable: field.Nullable, Property: property,
			})
		}
		return nil
	})
	return columns, err
}

func (s *memorySink) Coverage(ctx context.Context, name string) (days []storage.Day, err error) {
	err = s.read(ctx, func(store *memoryStore) error {
		table, err := store.table(name)
		if err != nil {
			return err
		}
		days = table.coverage()
		return nil
	})
	return days, err
}

// Drop also forgets an unfinished session: what it counts as durable may be in the rows that go.
func (s *memorySink) Drop(ctx context.Context, name string) error {
	return s.write(ctx, func(store *memoryStore) error {
		if _, err := store.table(name); err != nil {
			return err
		}
		if session := store.sessions[name]; session != nil && session.holder != nil {
			return &mperr.SessionConflict{TableName: name, Session: session.id}
		}
		delete(store.tables, name)
		delete(store.sessions, name)
		return nil
	})
}

// table finds a published table.
func (s *memoryStore) table(name string) (*memoryTable, error) {
	table, ok := s.tables[name]
	if !ok {
		return nil, &mperr.TableNotFound{TableName: name}
	}
	return table, nil
}
