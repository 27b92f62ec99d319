package engine

import (
	"context"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Begin starts or continues a session, in one transaction. Where it fails, nothing has changed. Besides what the contract
// says: [mperr.TableExists] for a REPLACE of a table or view that mp did not make, and [mperr.TableKindMismatch] for an
// APPEND to one.
func (s *Sink) Begin(ctx context.Context, target storage.Target) (storage.Session, error) {
	if err := target.Check(); err != nil {
		return storage.Session{}, err
	}
	ctx, leave, err := s.change(ctx)
	if err != nil {
		return storage.Session{}, err
	}
	defer leave()
	if err := s.turn.Acquire(ctx, 1); err != nil {
		return storage.Session{}, s.failed(ctx, s.doing("write", target.Table), err)
	}
	defer s.turn.Release(1)
	if err := s.conflict(target.Table); err != nil {
		return storage.Session{}, err
	}
	if err := s.config.load(ctx, target.Mode); err != nil {
		return storage.Session{}, s.failed(ctx, s.doing("write", target.Table), err)
	}

	var opened *session
	var answer storage.Session
	err = s.database.Write(ctx, func(tx *duck.Transaction) (err error) {
		opened, answer, err = s.beginIn(tx, target)
		return err
	})
	if err != nil {
		s.noteFailed()
		return storage.Session{}, s.failed(ctx, s.doing("write", target.Table), err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions[opened.id] = opened
	return answer, nil
}

func (s *Sink) beginIn(tx *duck.Transaction, target storage.Target) (opened *session, answer storage.Session, err error) {
	table, err := s.admit(tx, target)
	if err != nil {
		return nil, answer, err
	}
	if opened, err = s.enroll(tx, target, table); err != nil {
		return nil, answer, err
	}
	if opened.columns, err = propertyColumnsOf(tx, opened.physical, opened.tableID); err != nil {
		return nil, answer, err
	}
	answer.ID, answer.Columns = opened.id, propertiesIn(opened.columns)
	answer.Durable, err = durable(tx, opened.id)
	return opened, answer, err
}

// admit applies the rules of the modes to what has the table's name now. The entry is that of the table to append to.
func (s *Sink) admit(tx *duck.Transaction, target storage.Target) (table entry, err error) {
	spelt, _, err := there(tx, target.Table)
	if err != nil {
		return entry{}, err
	}
	table, ours, err := s.published(tx, target.Table)
	switch {
	case err != nil:
		return entry{}, err
	case target.Mode == storage.Create && spelt != "":
		return entry{}, &mperr.TableExists{
			TableName: spelt, Suggestion: "--replace swaps it, --append adds to what was fetched, mp inspect drop removes it",
		}
	case target.Mode == storage.Replace && spelt != "" && !ours:
		return entry{}, notOurs(spelt)
	case target.Mode == storage.Append && spelt == "":
		return entry{}, missing(tx, target.Table)
	case target.Mode == storage.Append && !ours:
		return entry{}, &mperr.TableKindMismatch{TableName: spelt, Kind: "data that mp did not fetch", Wanted: string(target.Kind)}
	case ours && table.kind != target.Kind:
		return entry{}, &mperr.TableKindMismatch{TableName: spelt, Kind: string(table.kind), Wanted: string(target.Kind)}
	}
	return table, nil
}

func notOurs(name string) error {
	return &mperr.TableExists{TableName: name, Suggestion: "mp did not make it and leaves it alone: choose another name, or remove it with SQL"}
}

// enroll continues the unfinished session of the same request, or puts a new one in the place of what is unfinished.
func (s *Sink) enroll(tx *duck.Transaction, target storage.Target, table entry) (*session, error) {
	left, err := unfinishedOf(tx, target.Table)
	if err != nil {
		return nil, err
	}
	for _, old := range left {
		physical, err := old.continues(tx, target, table)
		if err != nil {
			return nil, err
		}
		if physical != "" {
			opened := newSession(old.id, target, old.tableID, physical)
			if err := opened.sweep(tx); err != nil {
				return nil, err
			}
			return opened, opened.insert(tx, s.now())
		}
		if err := old.remove(tx); err != nil {
			return nil, err
		}
	}
	opened := newSession(newID(), target, table.id, table.name)
	if target.Staged() {
		opened.tableID = newID()
		opened.physical = stagedName(opened.tableID)
		if err := createTable(tx, opened.physical, arrival.Base(target.Kind)); err != nil {
			return nil, err
		}
	}
	return opened, opened.insert(tx, s.now())
}

// continues gives the table that an unfinished session goes on with; "" where it is of another request, or its table is
// gone.
func (u unfinished) continues(tx *duck.Transaction, target storage.Target, table entry) (physical string, err error) {
	if !u.asks(target) {
		return "", nil
	}
	if !target.Staged() {
		if u.tableID != table.id {
			return "", nil
		}
		return table.name, nil
	}
	physical, _, err = there(tx, stagedName(u.tableID))
	return physical, err
}
