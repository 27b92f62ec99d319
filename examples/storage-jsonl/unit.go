package main

import (
	"context"
	"path/filepath"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// WriteUnit writes the rows to files that no journal names, holds them against the footer, and then names them all with
// one rename of the journal.
func (s *sink) WriteUnit(ctx context.Context, id string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	target, err := s.targetOf(ctx, id)
	if err != nil {
		return storage.UnitReport{}, err
	}
	written := unitFiles{dir: filepath.Join(s.dir, target.Table), kind: target.Kind, unit: unit, files: map[string]*rowFile{}}
	report, err := s.store(ctx, id, &written, rows)
	if err != nil {
		written.discard()
		return storage.UnitReport{}, err
	}
	return report, nil
}

func (s *sink) targetOf(ctx context.Context, id string) (storage.Target, error) {
	if err := s.enter(ctx, true); err != nil {
		return storage.Target{}, err
	}
	defer s.mu.Unlock()
	open, err := s.open(id)
	if err != nil {
		return storage.Target{}, err
	}
	return open.target, nil
}

func (s *sink) store(ctx context.Context, id string, written *unitFiles, rows storage.Rows) (storage.UnitReport, error) {
	if err := written.receive(ctx, rows); err != nil {
		return storage.UnitReport{}, err
	}
	if err := written.finish(); err != nil {
		return storage.UnitReport{}, err
	}
	parts, report, err := written.settle(rows.Footer())
	if err != nil {
		return storage.UnitReport{}, err
	}
	if err := s.enter(ctx, true); err != nil {
		return storage.UnitReport{}, err
	}
	defer s.mu.Unlock()
	open, err := s.open(id)
	if err != nil {
		return storage.UnitReport{}, err
	}
	table, err := load(open.journal)
	if err != nil {
		return storage.UnitReport{}, err
	}
	if table.Columns, err = mergeColumns(table.Columns, columnsOf(rows.Schema())); err != nil {
		return storage.UnitReport{}, err
	}
	if written.kind == storage.Profiles {
		if err := s.putProfiles(table, parts[allProfiles], &report, open.target.Table); err != nil {
			return report, err
		}
		return report, saveJSON(open.journal, table)
	}
	table.put(parts, report, time.Now().UTC())
	return report, saveJSON(open.journal, table)
}

// put takes the days of a unit in place of what is there of them.
func (j *journal) put(parts map[string]part, report storage.UnitReport, now time.Time) {
	for name, stored := range parts {
		stored.Day.FetchedAt = now
		j.Parts[name] = stored
	}
	if j.Unfinished.Mode == storage.Append {
		j.FetchedAt = now
		j.widen(report.Unit.FromDate, report.Unit.ToDate)
	}
	j.Unfinished.Units[report.Unit.ID] = report
}

// allProfiles names the one file of profiles, of a unit and of a table, and that of a result.
const allProfiles = "profiles"
