package engine

import (
	"context"
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Commit publishes a session, in one transaction that costs the same for any number of rows, but for profiles that are
// appended, which are moved. It waits for units that are being written. Where it fails, the session stays open.
func (s *Sink) Commit(ctx context.Context, id string) (published storage.Table, err error) {
	err = s.finish(ctx, id, "commit", func(tx *duck.Transaction, open *session) error {
		tableID, err := s.settle(tx, open)
		if err != nil {
			return err
		}
		if err := endSession(tx, open.id); err != nil {
			return err
		}
		published, err = s.describe(tx, tableID)
		return err
	})
	if err == nil {
		s.noteKept()
	}
	return published, err
}

// settle makes what a session stored the published table's, and gives that table's id.
func (s *Sink) settle(tx *duck.Transaction, open *session) (tableID string, err error) {
	switch {
	case !open.target.Staged():
		return open.tableID, settleAppend(tx, open.id, open.tableID, open.target.Metadata, s.now())
	case open.target.Mode == storage.Append:
		return s.mergeProfiles(tx, open)
	}
	return open.tableID, s.publish(tx, open)
}

// Abort ends a session. It waits for units that are being written.
func (s *Sink) Abort(ctx context.Context, id string) error {
	var stored []storage.UnitReport
	err := s.finish(ctx, id, "abort", func(tx *duck.Transaction, open *session) (err error) {
		if stored, err = durable(tx, open.id); err != nil {
			return err
		}
		return unfinished{id: open.id, tableID: open.tableID, target: open.target}.remove(tx)
	})
	switch {
	case err != nil:
	case len(stored) == 0:
		s.noteFailed()
	default:
		s.noteKept()
	}
	return err
}

// finish runs the last transaction of a session with nothing else of it under way, and closes it where that went well.
func (s *Sink) finish(ctx context.Context, id, verb string, last func(*duck.Transaction, *session) error) error {
	ctx, leave, err := s.change(ctx)
	if err != nil {
		return err
	}
	defer leave()
	open, err := s.session(id)
	if err != nil {
		return err
	}
	doing := s.doing(verb, open.target.Table)
	if err := s.turn.Acquire(ctx, 1); err != nil {
		return s.failed(ctx, doing, err)
	}
	defer s.turn.Release(1)
	if err := open.close(ctx); err != nil {
		return s.failed(ctx, doing, err)
	}
	defer open.gate.Release(everybody)
	if _, err := s.session(id); err != nil {
		return err // another call has ended it meanwhile
	}
	if open.leftover {
		if err := s.database.Write(ctx, open.sweep); err != nil {
			return s.failed(ctx, doing, err)
		}
	}
	err = s.database.Write(ctx, func(tx *duck.Transaction) error { return last(tx, open) })
	if err != nil {
		return s.failed(ctx, doing, err)
	}
	open.mu.Lock()
	open.ended = true
	open.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, id)
	return nil
}

// publish gives a staged table its name, in place of the table that has it.
func (s *Sink) publish(tx *duck.Transaction, open *session) error {
	// What has the name may have changed since Begin.
	if _, err := s.admit(tx, open.target); err != nil {
		return err
	}
	spelt, _, err := there(tx, open.target.Table)
	if err != nil {
		return err
	}
	if spelt != "" {
		if _, err := tx.Exec("DROP TABLE " + qualified(spelt)); err != nil {
			return err
		}
	}
	old, err := entries(tx, "WHERE lower(name) = lower(?)", open.target.Table)
	if err != nil {
		return err
	}
	for _, table := range old {
		if err := forget(tx, table.id); err != nil {
			return err
		}
	}
	_, err = tx.Exec("ALTER TABLE " + qualified(open.physical) + " RENAME TO " + duck.Quote(open.target.Table))
	if err != nil {
		return err
	}
	published := entry{
		id: open.tableID, name: open.target.Table, kind: open.target.Kind, fetchedAt: s.now(), metadata: open.target.Metadata,
	}
	return published.save(tx)
}

// settleAppend writes into a table's entry what an APPEND has brought: the range of days widened to the request's and to
// that of the units it stored, and the later of the given time and that of the last unit. Until then [Sink.Tables] adds
// the units itself, as units that end at the same time cannot change the one entry side by side.
func settleAppend(tx *duck.Transaction, sessionID, tableID string, request storage.Metadata, at time.Time) error {
	all, err := entries(tx, "WHERE id = ?", tableID)
	if err != nil || len(all) == 0 {
		return err // the table was removed with other means
	}
	table := all[0]
	table.widen(request.FromDate, request.ToDate, at)
	if err := table.addUnits(tx, sessionID); err != nil {
		return err
	}
	return table.save(tx)
}

// addUnits widens what an entry tells by the units that a session has stored.
func (e *entry) addUnits(tx *duck.Transaction, sessionID string) error {
	return tx.Query(func(into func(...any) error) error {
		var from, to string
		var at time.Time
		err := into(&from, &to, &at)
		e.widen(from, to, at.UTC())
		return err
	}, "SELECT from_date, to_date, stored_at FROM _mp.units WHERE session_id = ?", sessionID)
}

// widen takes a range of days, "" for none, and a time into the entry.
func (e *entry) widen(from, to string, at time.Time) {
	if from != "" && (e.metadata.FromDate == "" || from < e.metadata.FromDate) {
		e.metadata.FromDate = from
	}
	e.metadata.ToDate = max(to, e.metadata.ToDate)
	if at.After(e.fetchedAt) {
		e.fetchedAt = at
	}
}
