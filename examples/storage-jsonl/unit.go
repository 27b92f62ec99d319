package main

import (
	"context"
	"io"
	"path/filepath"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
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

// unitFiles are the files of a unit: of events one for each day that has rows, of profiles one.
type unitFiles struct {
	dir   string
	kind  storage.Kind
	unit  storage.Unit
	files map[string]*rowFile // by day, or allProfiles
}

// allProfiles names the one file of profiles, of a unit and of a table, and that of a result.
const allProfiles = "profiles"

// receive streams the rows to their files.
func (u *unitFiles) receive(ctx context.Context, rows storage.Rows) error {
	if err := checkSchema(u.kind, rows.Schema()); err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		batch, err := rows.Next(ctx)
		if err == io.EOF { // an error that wraps io.EOF is a cut stream and no end
			return nil
		}
		if err != nil {
			return err
		}
		for at := range int(batch.NumRows()) {
			if err := u.add(eventRow{batch, at}); err != nil {
				return err
			}
		}
	}
}

func (u *unitFiles) add(row eventRow) error {
	name := allProfiles
	if u.kind == storage.Events {
		name = row.day()
	}
	file, ok := u.files[name]
	if !ok {
		var err error
		if file, err = newRowFile(u.dir, name); err != nil {
			return err
		}
		u.files[name] = file
	}
	return file.addRow(row, u.kind)
}

// settle holds the files against the footer and says what they are.
func (u *unitFiles) settle(footer storage.Footer) (map[string]part, storage.UnitReport, error) {
	report := storage.UnitReport{Unit: u.unit}
	var arrived int64
	for _, file := range u.files {
		arrived += file.arrived
	}
	if arrived != footer.Rows {
		return nil, report, u.mismatch("rows arrived", footer.Rows, arrived)
	}
	if u.kind != storage.Events {
		stored := u.part(allProfiles)
		report.Rejected = int64(len(footer.Rejects))
		report.Received, report.Stored, report.Duplicates = arrived+report.Rejected, stored.Rows, arrived-stored.Rows
		return map[string]part{allProfiles: stored}, report, nil
	}
	days, err := u.unit.Days()
	if err != nil {
		return nil, report, err
	}
	if len(footer.Days) != len(days) {
		return nil, report, u.mismatch("days in the footer", int64(len(days)), int64(len(footer.Days)))
	}
	parts := map[string]part{}
	for i, count := range footer.Days {
		stored, err := u.settleDay(days[i], count)
		if err != nil {
			return nil, report, err
		}
		parts[count.Day] = stored
		report.Received += stored.Day.Received
		report.Stored += stored.Day.Stored
		report.Duplicates += stored.Day.Duplicates
		report.Rejected += stored.Day.Rejected
	}
	for day, file := range u.files {
		if _, ok := parts[day]; !ok {
			return nil, report, u.mismatch("rows arrived for "+day, 0, file.arrived)
		}
	}
	return parts, report, nil
}

func (u *unitFiles) settleDay(day string, count storage.DayCount) (part, error) {
	var arrived int64
	if file, ok := u.files[day]; ok {
		arrived = file.arrived
	}
	if count.Day != day || count.Received-count.Rejected != arrived {
		return part{}, u.mismatch("rows arrived for "+day, count.Received-count.Rejected, arrived)
	}
	stored := u.part(day)
	stored.Day = storage.Day{
		Day: day, Complete: count.Complete, Filter: u.unit.Filter, Received: count.Received,
		Stored: stored.Rows, Duplicates: arrived - stored.Rows, Rejected: count.Rejected,
	}
	return stored, nil
}

// part describes a file, or that there is none.
func (u *unitFiles) part(name string) part {
	file, ok := u.files[name]
	if !ok {
		return part{}
	}
	return part{File: file.name(), Rows: file.stored()}
}

func (u *unitFiles) mismatch(reason string, expected, received int64) error {
	return &mperr.UnitMismatch{Unit: u.unit.ID, Reason: reason, Expected: expected, Received: received}
}

func (u *unitFiles) finish() error {
	for _, file := range u.files {
		if err := file.finish(); err != nil {
			return err
		}
	}
	return nil
}

func (u *unitFiles) discard() {
	for _, file := range u.files {
		file.discard()
	}
}
