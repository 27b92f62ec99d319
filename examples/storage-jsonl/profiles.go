package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Profiles of a table are in one file, in which each has one line. Whatever brings further ones writes it anew: simple, and
// a cost that grows with the table. The journal then names the new file, as it does with days of events.

// putProfiles makes a unit's file a part of what the session has stored, and counts in its report the rows that had to go.
// The sink is locked.
func (s *sink) putProfiles(staged *journal, arrived part, report *storage.UnitReport, table string) error {
	if _, stored := staged.Unfinished.Units[report.Unit.ID]; stored {
		return &mperr.InvalidArgument{
			Argument: "unit", Value: report.Unit.ID, Reason: "the session has stored a unit of this id already",
		}
	}
	merged, replaced, err := s.mergeFiles(table, staged.Parts[allProfiles], arrived)
	if err != nil {
		return err
	}
	report.Stored -= replaced
	report.Duplicates += replaced
	staged.Parts[allProfiles] = merged
	staged.Unfinished.Units[report.Unit.ID] = *report
	return nil
}

// mergeProfiles makes the journal of an append that of the whole table. The sink is locked.
func (s *sink) mergeProfiles(staged *journal, target storage.Target) error {
	old, err := s.published(target.Table)
	if err != nil {
		return err
	}
	if staged.Columns, err = mergeColumns(old.Columns, staged.Columns); err != nil {
		return err
	}
	staged.Metadata = old.Metadata
	staged.Metadata.FiltersMixed = old.Metadata.FiltersMixed || target.Metadata.FiltersMixed
	staged.Parts[allProfiles], _, err = s.mergeFiles(target.Table, old.Parts[allProfiles], staged.Parts[allProfiles])
	return err
}

// mergeFiles writes a file with the profiles of two, those of the second in the place of the first's, and counts these.
func (s *sink) mergeFiles(table string, have, arriving part) (merged part, replaced int64, err error) {
	switch {
	case have.File == "":
		return arriving, 0, nil
	case arriving.File == "":
		return have, 0, nil
	}
	dir := filepath.Join(s.dir, table)
	file, err := newRowFile(dir, allProfiles)
	if err != nil {
		return part{}, 0, err
	}
	replaced, err = file.mergeFrom(filepath.Join(dir, have.File), filepath.Join(dir, arriving.File))
	if err = errors.Join(err, file.finish()); err != nil {
		file.discard()
		return part{}, 0, failed("merge profiles", dir, err)
	}
	return part{File: file.name(), Rows: have.Rows - replaced + arriving.Rows}, replaced, nil
}

// mergeFrom copies the lines of the profiles of one file that another does not have, and then all of that one.
func (f *rowFile) mergeFrom(have, arriving string) (replaced int64, err error) {
	known := map[string]bool{}
	err = eachLine(arriving, func(line []byte) error {
		id, err := profileID(line)
		known[id] = true
		return err
	})
	if err != nil {
		return 0, err
	}
	err = eachLine(have, func(line []byte) error {
		id, err := profileID(line)
		if err != nil {
			return err
		}
		if known[id] {
			replaced++
			return nil
		}
		_, err = f.buffer.Write(line)
		return err
	})
	if err != nil {
		return 0, err
	}
	return replaced, eachLine(arriving, func(line []byte) error {
		_, err := f.buffer.Write(line)
		return err
	})
}

func profileID(line []byte) (id string, err error) {
	var cells map[string]json.RawMessage
	if err := json.Unmarshal(line, &cells); err != nil {
		return "", err
	}
	return id, json.Unmarshal(cells[storage.ColumnDistinctID], &id)
}

// eachLine gives the lines of a file with their ends.
func eachLine(path string, do func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewReader(file); ; {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = do(line)
		}
		if err != nil {
			return err
		}
	}
}
