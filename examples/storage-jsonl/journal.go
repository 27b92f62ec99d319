package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// A journal is all that is known of a table, in one file that is only ever replaced as a whole. Files of rows are written
// and flushed before the journal that names them, and are never changed after. So the rename of a journal is the moment
// at which a unit is stored, and a process may be killed at any point: it leaves files that nobody names, which the next
// Open removes.
//
//	table.json  is the published table. An append of events writes to it, unit by unit.
//	next.json   is what any other session has stored so far. Its commit renames it to table.json.
const (
	publishedName = "table.json"
	stagedName    = "next.json"
	// rowsPattern follows the name of a part; the star is a random number, so nothing is ever overwritten.
	rowsPattern = ".*.jsonl"
)

type journal struct {
	Kind      storage.Kind     `json:"kind"`
	FetchedAt time.Time        `json:"fetched_at"`
	Metadata  storage.Metadata `json:"metadata"`
	Columns   []column         `json:"columns"`
	// Parts are the files: of events by project day, of profiles a single one.
	Parts map[string]part `json:"parts"`
	// Unfinished is the session that has not ended. In a published table it is an append of events; anything else there is
	// what the commit left behind.
	Unfinished *unfinished `json:"unfinished,omitempty"`
}

// part is what is replaced as a whole.
type part struct {
	// File is "" where there are no rows.
	File string `json:"file"`
	Rows int64  `json:"rows"`
	// Day is the coverage, for events.
	Day storage.Day `json:"day,omitzero"`
}

// unfinished is what a run that was killed goes on with.
type unfinished struct {
	Mode        storage.Mode                  `json:"mode"`
	Fingerprint string                        `json:"fingerprint"`
	Units       map[string]storage.UnitReport `json:"units"`
}

// load reads a journal; nil where there is none.
func load(path string) (*journal, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no journal is an ordinary answer
	}
	if err != nil {
		return nil, failed("read the table", path, err)
	}
	read := &journal{}
	if err := json.Unmarshal(text, read); err != nil { //nolint:musttag // a UnitReport goes by the names of its fields
		return nil, &mperr.StorageFailed{Message: path + " is damaged: " + err.Error(), Path: path, Cause: err}
	}
	left := read.Unfinished
	if filepath.Base(path) == publishedName && left != nil && (storage.Target{Kind: read.Kind, Mode: left.Mode}).Staged() {
		read.Unfinished = nil
	}
	return read, nil
}

func (j *journal) rows() (n int64) {
	for _, part := range j.Parts {
		n += part.Rows
	}
	return n
}

// names gives the names of the parts in order, which for events is that of the days.
func (j *journal) names() []string { return slices.Sorted(maps.Keys(j.Parts)) }

// saveJSON replaces a file as a whole: whoever reads it sees the old or the new content, also after a crash.
func saveJSON(path string, content any) error {
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return failed("encode", path, err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), "_saving.*")
	if err != nil {
		return failed("write", path, err)
	}
	defer func() { _ = os.Remove(temporary.Name()) }() // fails once the file has its name
	_, err = temporary.Write(append(text, '\n'))
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return failed("write", path, err)
	}
	return rename(temporary.Name(), path)
}

// rename gives a flushed file its name and flushes the folder, which makes the name durable.
func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return failed("write", to, err)
	}
	folder, err := os.Open(filepath.Dir(to))
	if err != nil {
		return failed("write", to, err)
	}
	_ = folder.Sync() // Windows cannot flush a folder, and does without
	return failed("write", to, folder.Close())
}

// sweep removes files that no journal names, and folders that hold no table.
func (s *sink) sweep() error {
	folders, err := os.ReadDir(s.dir)
	if err != nil {
		return failed("open the store", s.dir, err)
	}
	for _, folder := range folders {
		path := filepath.Join(s.dir, folder.Name())
		switch {
		case strings.HasPrefix(folder.Name(), "_"):
			err = os.RemoveAll(path)
		case folder.IsDir():
			err = sweepTable(path)
		}
		if err != nil {
			return failed("clean the store", path, err)
		}
	}
	return nil
}

func sweepTable(dir string) error {
	named := map[string]bool{}
	for _, name := range []string{publishedName, stagedName} {
		journal, err := load(filepath.Join(dir, name))
		if err != nil {
			return nil //nolint:nilerr // a damaged table is left as it is for a person to look at; its calls say so
		}
		if journal == nil {
			continue
		}
		named[name] = true
		for _, part := range journal.Parts {
			named[part.File] = true
		}
	}
	if len(named) == 0 {
		return os.RemoveAll(dir)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		if !named[file.Name()] {
			err = errors.Join(err, os.Remove(filepath.Join(dir, file.Name())))
		}
	}
	return err
}
