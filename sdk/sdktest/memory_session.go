package sdktest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// memorySession is a write that has begun and was neither committed nor aborted.
type memorySession struct {
	id     string
	target storage.Target
	// table is where units go: for APPEND of events the published table, else one that nobody sees before the commit.
	table   *memoryTable
	reports map[string]storage.UnitReport // by unit id
	// holder is the sink that has it open; nil once that sink was closed, which leaves the session unfinished.
	holder *memorySink
}

// Begin changes nothing where it fails.
func (s *memorySink) Begin(ctx context.Context, target storage.Target) (opened storage.Session, err error) {
	if err := target.Check(); err != nil {
		return storage.Session{}, err
	}
	err = s.write(ctx, func(store *memoryStore) error {
		session := store.sessions[target.Table]
		if session != nil && session.holder != nil {
			return &mperr.SessionConflict{TableName: target.Table, Session: session.id}
		}
		if err := store.admits(target); err != nil {
			return err
		}
		if session == nil || !session.continues(target) {
			session = store.newSession(target)
		}
		session.holder, session.target = s, target
		opened = storage.Session{ID: session.id, Durable: session.durable(), Columns: session.table.properties()}
		return nil
	})
	return opened, err
}

// admits applies the rules of the three modes to the table as it is now.
func (s *memoryStore) admits(target storage.Target) error {
	table, exists := s.tables[target.Table]
	switch {
	case target.Mode == storage.Create && exists:
		return &mperr.TableExists{TableName: target.Table, Suggestion: "append to it, replace it, or drop it first"}
	case target.Mode == storage.Append && !exists:
		return &mperr.TableNotFound{TableName: target.Table}
	case exists && table.kind != target.Kind:
		return &mperr.TableKindMismatch{TableName: target.Table, Kind: string(table.kind), Wanted: string(target.Kind)}
	}
	return nil
}

// newSession takes the place of an unfinished one, and so aborts it.
func (s *memoryStore) newSession(target storage.Target) *memorySession {
	s.begun++
	session := &memorySession{
		id: fmt.Sprintf("%s-%d", target.Table, s.begun), target: target,
		table: newMemoryTable(target.Kind), reports: map[string]storage.UnitReport{},
	}
	if !target.Staged() {
		session.table = s.tables[target.Table]
	}
	s.sessions[target.Table] = session
	return session
}

// continues says whether a target asks for the same thing as the unfinished session.
func (m *memorySession) continues(target storage.Target) bool {
	return m.target.Kind == target.Kind && m.target.Mode == target.Mode && m.target.Fingerprint == target.Fingerprint
}

func (m *memorySession) durable() []storage.UnitReport {
	return slices.SortedFunc(maps.Values(m.reports), func(a, b storage.UnitReport) int {
		return cmp.Or(cmp.Compare(a.Unit.FromDate, b.Unit.FromDate), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
}

// session finds a session that this sink has open.
func (s *memoryStore) session(id string, holder *memorySink) (*memorySession, error) {
	for _, session := range s.sessions {
		if session.id == id && session.holder == holder {
			return session, nil
		}
	}
	return nil, &mperr.SessionNotFound{Session: id}
}

// Commit is the moment at which a CREATE or REPLACE appears: the name changes hands.
func (s *memorySink) Commit(ctx context.Context, id string) (published storage.Table, err error) {
	err = s.write(ctx, func(store *memoryStore) error {
		session, err := store.session(id, s)
		if err != nil {
			return err
		}
		name := session.target.Table
		table, err := store.committed(session)
		if err != nil {
			return err
		}
		table.touch()
		store.tables[name] = table
		delete(store.sessions, name)
		published = table.describe(name)
		return nil
	})
	return published, err
}

// committed is the table as a session's commit leaves it.
func (s *memoryStore) committed(session *memorySession) (*memoryTable, error) {
	table, metadata := session.table, session.target.Metadata
	switch {
	case !session.target.Staged():
		table.widen(metadata.FromDate, metadata.ToDate)
	case session.target.Mode == storage.Append:
		old, err := s.table(session.target.Table)
		if err != nil {
			return nil, err
		}
		old.metadata.FiltersMixed = old.metadata.FiltersMixed || metadata.FiltersMixed
		return old, old.merge(table)
	default:
		table.metadata = metadata
	}
	return table, nil
}

// Abort forgets the session; only an APPEND of events has a table that stays.
func (s *memorySink) Abort(ctx context.Context, id string) error {
	return s.write(ctx, func(store *memoryStore) error {
		session, err := store.session(id, s)
		if err != nil {
			return err
		}
		delete(store.sessions, session.target.Table)
		return nil
	})
}
