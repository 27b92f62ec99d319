package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// session is a write that this sink has open.
type session struct {
	target storage.Target
	// journal is the file that its units go to.
	journal string
}

// Begin writes the journal, so that a session is known to be unfinished from its first moment.
func (s *sink) Begin(ctx context.Context, target storage.Target) (storage.Session, error) {
	if err := target.Check(); err != nil {
		return storage.Session{}, err
	}
	if err := s.enter(ctx, true); err != nil {
		return storage.Session{}, err
	}
	defer s.mu.Unlock()
	if err := s.conflict(target.Table); err != nil {
		return storage.Session{}, err
	}
	table, err := s.admitted(target)
	if err != nil {
		return storage.Session{}, err
	}
	if err := os.MkdirAll(filepath.Join(s.dir, target.Table), 0o700); err != nil {
		return storage.Session{}, failed("make the table", s.dir, err)
	}
	opened := &session{target: target, journal: s.path(target.Table, stagedName)}
	if !target.Staged() {
		opened.journal = s.path(target.Table, publishedName)
	}
	durable, err := s.begin(opened, table)
	if err != nil {
		return storage.Session{}, err
	}
	s.begun++
	id := fmt.Sprintf("%s-%d", target.Table, s.begun)
	s.sessions[id] = opened
	return storage.Session{ID: id, Durable: durable}, nil
}

// begin goes on with the unfinished session of the same request, or begins anew, and gives the durable units.
func (s *sink) begin(opened *session, table *journal) ([]storage.UnitReport, error) {
	target := opened.target
	staged, err := load(s.path(target.Table, stagedName))
	if err != nil {
		return nil, err
	}
	unfinishedIn := staged
	if !target.Staged() {
		unfinishedIn = table
		// What is staged is of another request that was cut off, so it is aborted.
		if err := discard(s.path(target.Table, stagedName), staged); err != nil {
			return nil, err
		}
	}
	if unfinishedIn != nil && unfinishedIn.continues(target) {
		return unfinishedIn.durable(), nil
	}
	fresh := table
	if target.Staged() {
		fresh = newJournal(target.Kind)
	}
	fresh.Unfinished = &unfinished{Mode: target.Mode, Fingerprint: target.Fingerprint, Units: map[string]storage.UnitReport{}}
	if err := saveJSON(opened.journal, fresh); err != nil {
		return nil, err
	}
	return nil, s.endAppend(target, table)
}

// endAppend forgets an append that was cut off where a replace begins: it is another request.
func (s *sink) endAppend(target storage.Target, table *journal) error {
	if !target.Staged() || table == nil || table.Unfinished == nil {
		return nil
	}
	table.Unfinished = nil
	return saveJSON(s.path(target.Table, publishedName), table)
}

func discard(path string, staged *journal) error {
	if staged == nil {
		return nil
	}
	return failed("abort", path, os.Remove(path))
}

func newJournal(kind storage.Kind) *journal {
	return &journal{Kind: kind, Columns: columnsOf(baseSchema(kind)), Parts: map[string]part{}}
}

// conflict is the error where this sink has a session open on the table.
func (s *sink) conflict(table string) error {
	for id, open := range s.sessions {
		if open.target.Table == table {
			return &mperr.SessionConflict{TableName: table, Session: id}
		}
	}
	return nil
}

// admitted applies the rules of the modes and gives the published table, nil where there is none.
func (s *sink) admitted(target storage.Target) (*journal, error) {
	table, err := load(s.path(target.Table, publishedName))
	switch {
	case err != nil:
		return nil, err
	case target.Mode == storage.Create && table != nil:
		return nil, &mperr.TableExists{TableName: target.Table, Suggestion: "append to it, replace it, or drop it first"}
	case target.Mode == storage.Append && table == nil:
		return nil, &mperr.TableNotFound{TableName: target.Table}
	case table != nil && table.Kind != target.Kind:
		return nil, &mperr.TableKindMismatch{TableName: target.Table, Kind: string(table.Kind), Wanted: string(target.Kind)}
	}
	return table, nil
}

// continues says whether the journal's unfinished session is of the same request.
func (j *journal) continues(target storage.Target) bool {
	return j.Unfinished != nil && j.Kind == target.Kind && j.Unfinished.Mode == target.Mode &&
		j.Unfinished.Fingerprint == target.Fingerprint
}

func (j *journal) durable() []storage.UnitReport {
	return slices.SortedFunc(maps.Values(j.Unfinished.Units), func(a, b storage.UnitReport) int {
		return cmp.Or(cmp.Compare(a.Unit.FromDate, b.Unit.FromDate), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
}

// open finds a session. The sink is locked.
func (s *sink) open(id string) (*session, error) {
	open, ok := s.sessions[id]
	if !ok {
		return nil, &mperr.SessionNotFound{Session: id}
	}
	return open, nil
}
