package main

import (
	"context"
	"os"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// Commit publishes with one rename. Should the process be killed before it, the session is unfinished, with all units.
func (s *sink) Commit(ctx context.Context, id string) (storage.Table, error) {
	if err := s.enter(ctx, true); err != nil {
		return storage.Table{}, err
	}
	defer s.mu.Unlock()
	open, err := s.open(id)
	if err != nil {
		return storage.Table{}, err
	}
	journal, err := load(open.journal)
	if err != nil {
		return storage.Table{}, err
	}
	if err := s.complete(journal, open.target); err != nil {
		return storage.Table{}, err
	}
	if err := saveJSON(open.journal, journal); err != nil {
		return storage.Table{}, err
	}
	if open.target.Staged() {
		if err := rename(open.journal, s.path(open.target.Table, publishedName)); err != nil {
			return storage.Table{}, err
		}
	}
	delete(s.sessions, id)
	return describe(open.target.Table, journal), nil
}

// complete makes a session's journal the one to publish.
func (s *sink) complete(journal *journal, target storage.Target) error {
	journal.FetchedAt = time.Now().UTC()
	switch {
	case !target.Staged():
		journal.widen(target.Metadata.FromDate, target.Metadata.ToDate)
		journal.Unfinished = nil
	case target.Mode == storage.Append:
		return s.mergeProfiles(journal, target)
	default:
		journal.Metadata = target.Metadata
	}
	return nil
}

// widen extends the range of days that the metadata tells.
func (j *journal) widen(from, to string) {
	if from != "" && (j.Metadata.FromDate == "" || from < j.Metadata.FromDate) {
		j.Metadata.FromDate = from
	}
	if to > j.Metadata.ToDate {
		j.Metadata.ToDate = to
	}
}

// Abort removes the journal of what is staged, which leaves its rows to nobody.
func (s *sink) Abort(ctx context.Context, id string) error {
	if err := s.enter(ctx, true); err != nil {
		return err
	}
	defer s.mu.Unlock()
	open, err := s.open(id)
	if err != nil {
		return err
	}
	if open.target.Staged() {
		if err := failed("abort", open.journal, os.Remove(open.journal)); err != nil {
			return err
		}
		delete(s.sessions, id)
		return nil
	}
	journal, err := load(open.journal)
	if err != nil {
		return err
	}
	journal.Unfinished = nil
	if err := saveJSON(open.journal, journal); err != nil {
		return err
	}
	delete(s.sessions, id)
	return nil
}
