package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// sink is an open store. The files are the truth: every call reads the journals that it needs.
type sink struct {
	dir      string
	readOnly bool
	marker   marker
	lock     *flock.Flock

	// mu is held by whoever reads or changes journals, sessions or closed. Rows are written without it.
	mu       sync.Mutex
	sessions map[string]*session
	begun    int // sessions ever begun, for their ids
	closed   bool
}

var (
	_ storage.Sink     = (*sink)(nil)
	_ storage.Sampler  = (*sink)(nil)
	_ storage.Analyzer = (*sink)(nil)
)

// enter locks the sink for a call. The caller unlocks it, unless enter fails.
func (s *sink) enter(ctx context.Context, writes bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	switch {
	case s.closed:
		s.mu.Unlock()
		return &mperr.StorageFailed{Message: "the store is closed", Path: s.dir}
	case writes && s.readOnly:
		s.mu.Unlock()
		return &mperr.StorageFailed{Message: "the store is open for reading only", Path: s.dir, Fix: "open it for writing"}
	}
	return nil
}

// Close removes what units and tables were replaced, which nobody can be reading any more.
func (s *sink) Close(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var err error
	if !s.readOnly {
		err = s.sweep()
	}
	if unlocked := failed("unlock the store", s.dir, s.lock.Unlock()); err == nil {
		err = unlocked
	}
	return err
}

// Info counts the bytes of all files.
func (s *sink) Info(ctx context.Context) (storage.Info, error) {
	if err := s.enter(ctx, false); err != nil {
		return storage.Info{}, err
	}
	defer s.mu.Unlock()
	info := storage.Info{Location: s.dir, Engine: "JSON Lines", CreatedAt: s.marker.CreatedAt}
	err := filepath.WalkDir(s.dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file, err := entry.Info()
		if err == nil {
			info.SizeBytes += file.Size()
		}
		return err
	})
	return info, failed("measure the store", s.dir, err)
}

func (s *sink) Tables(ctx context.Context) ([]storage.Table, error) {
	if err := s.enter(ctx, false); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	entries, err := os.ReadDir(s.dir) // in alphabetical order
	if err != nil {
		return nil, failed("list the tables", s.dir, err)
	}
	var tables []storage.Table
	for _, entry := range entries {
		if storage.CheckTable(entry.Name()) != nil {
			continue // the lock, the marker, and what is being removed
		}
		journal, err := load(s.path(entry.Name(), publishedName))
		if err != nil {
			return nil, err
		}
		if journal != nil {
			tables = append(tables, describe(entry.Name(), journal))
		}
	}
	return tables, nil
}

func describe(name string, j *journal) storage.Table {
	return storage.Table{Name: name, Kind: j.Kind, Rows: j.rows(), FetchedAt: j.FetchedAt, Metadata: j.Metadata}
}

func (s *sink) Describe(ctx context.Context, table string) ([]storage.Column, error) {
	journal, err := s.read(ctx, table)
	if err != nil {
		return nil, err
	}
	columns := make([]storage.Column, len(journal.Columns))
	for i, column := range journal.Columns {
		columns[i] = storage.Column{Name: column.Name, Type: column.Type, Nullable: column.Nullable}
	}
	return columns, nil
}

func (s *sink) Coverage(ctx context.Context, table string) ([]storage.Day, error) {
	journal, err := s.read(ctx, table)
	if err != nil || journal.Kind != storage.Events {
		return nil, err
	}
	var days []storage.Day
	for _, name := range journal.names() {
		days = append(days, journal.Parts[name].Day)
	}
	return days, nil
}

// Drop is one rename; the files go when the store is closed, as somebody may be reading a sample.
func (s *sink) Drop(ctx context.Context, table string) error {
	if err := s.enter(ctx, true); err != nil {
		return err
	}
	defer s.mu.Unlock()
	if _, err := s.published(table); err != nil {
		return err
	}
	if err := s.conflict(table); err != nil {
		return err
	}
	trash, err := os.MkdirTemp(s.dir, "_dropped.*")
	if err != nil {
		return failed("drop the table", s.dir, err)
	}
	return rename(filepath.Join(s.dir, table), filepath.Join(trash, table))
}

// read gives the journal of a published table.
func (s *sink) read(ctx context.Context, table string) (*journal, error) {
	if err := s.enter(ctx, false); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	return s.published(table)
}

// published reads the journal of a table; [mperr.TableNotFound] where there is none. The sink is locked.
func (s *sink) published(table string) (*journal, error) {
	// A name outside the rule is no table's; it may be a path.
	if storage.CheckTable(table) != nil {
		return nil, &mperr.TableNotFound{TableName: table}
	}
	journal, err := load(s.path(table, publishedName))
	if err == nil && journal == nil {
		err = &mperr.TableNotFound{TableName: table}
	}
	return journal, err
}

func (s *sink) path(table, file string) string { return filepath.Join(s.dir, table, file) }
