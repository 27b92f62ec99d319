package main

import (
	"context"
	"io"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// unitFiles are the files of a unit: of events one for each day that has rows, of profiles one.
type unitFiles struct {
	dir   string
	kind  storage.Kind
	unit  storage.Unit
	files map[string]*rowFile // by day, or allProfiles
}

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
	if u.kind == storage.Events {
		return u.settleDays(footer)
	}
	stored := u.part(allProfiles)
	report.Rejected = int64(len(footer.Rejects))
	report.Received, report.Stored, report.Duplicates = arrived+report.Rejected, stored.Rows, arrived-stored.Rows
	return map[string]part{allProfiles: stored}, report, nil
}

func (u *unitFiles) settleDays(footer storage.Footer) (map[string]part, storage.UnitReport, error) {
	report := storage.UnitReport{Unit: u.unit}
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
