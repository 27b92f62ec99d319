package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestRowsAreJSONLinesWithPropertiesAsTheyAre(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := open(t, dir)
	fill(t, s, "signups", &dayRows{day: "2026-01-01", properties: []string{`{"b":1.0,  "a":{"n":12345678901234567890}}`, `not json`}})
	files, err := filepath.Glob(filepath.Join(dir, "signups", "2026-01-01.*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files of the day are %v (%v), want one", files, err)
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	want := []string{
		`{"event_name":"Sign Up","event_time":"2026-01-01T00:00:00Z","distinct_id":"user","insert_id":"id","properties":{"b":1.0,  "a":{"n":12345678901234567890}},"project_day":"2026-01-01"}`,
		`{"event_name":"Sign Up","event_time":"2026-01-01T00:00:00.000001Z","distinct_id":"user","insert_id":"id","properties":"not json","project_day":"2026-01-01"}`,
	}
	if !slices.Equal(want, lines) {
		t.Errorf("lines are\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("not valid JSON: %s", line)
		}
	}
	if got := properties(t, s, "signups"); !slices.Equal(got, []string{`{"b":1.0,  "a":{"n":12345678901234567890}}`, "not json"}) {
		t.Errorf("properties come back as %q", got)
	}
}

func TestWhatIsReplacedTakesNoSpaceAfterClosing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := open(t, dir)
	fill(t, s, "signups", &dayRows{day: "2026-01-01", properties: []string{`{}`}}, &dayRows{day: "2026-01-01", properties: []string{`{"again":true}`}})
	fill(t, s, "logins", &dayRows{day: "2026-01-01", properties: []string{`{}`}})
	if err := s.Drop(t.Context(), "logins"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != 6 { // the folder, lock, marker, the table's folder, its journal, its one file of rows
		t.Errorf("the store has %q, want six entries", names)
	}
}

func TestOpeningRemovesWhatNoJournalNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := open(t, dir)
	fill(t, s, "signups", &dayRows{day: "2026-01-01", properties: []string{`{"kept":1}`}})
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	// What a process that was killed may leave: rows that were not yet named, journals not yet renamed, a folder of a
	// create before its journal, a table on its way out.
	left := []string{
		"signups/2026-01-01.99.jsonl", "signups/2026-01-02.98.jsonl", "signups/_saving.7", "_saving.8",
		"empty/2026-01-01.1.jsonl", "_dropped.5/old/table.json",
	}
	for _, name := range left {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(`{"half`), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, dir)
	for _, name := range left {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	if got := properties(t, s, "signups"); !slices.Equal(got, []string{`{"kept":1}`}) {
		t.Errorf("properties are %q, want those that were stored", got)
	}
}

func TestFolderOfSomethingElseIsRefusedAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	note := filepath.Join(dir, "_notes.txt")
	if err := os.WriteFile(note, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := engine{}.Open(t.Context(), storage.Options{Location: dir})
	var refused *mperr.StorageFailed
	if !errors.As(err, &refused) || !strings.Contains(refused.Message, "_notes.txt") || refused.Fix == "" {
		t.Errorf("error is %v, want STORAGE_FAILED with the file and a fix", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v (%v), want the note alone", entries, err)
	}
}

func TestFileInPlaceOfAStoreIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.duckdb")
	if err := os.WriteFile(path, []byte("DUCK"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{false, true} {
		_, err := engine{}.Open(t.Context(), storage.Options{Location: path, ReadOnly: readOnly})
		if code := mperr.CodeOf(err); code != "STORAGE_FAILED" {
			t.Errorf("read only %t: error is %s %v, want STORAGE_FAILED", readOnly, code, err)
		}
	}
}

func TestDamagedFilesAreNamedAndLeftAlone(t *testing.T) {
	for damaged, content := range map[string]string{
		"signups/table.json": `{"kind":"events","parts":`,
		"mp-jsonl.json":      `{"format":2}`,
	} {
		dir := filepath.Join(t.TempDir(), "store")
		s := open(t, dir)
		fill(t, s, "signups", &dayRows{day: "2026-01-01", properties: []string{`{}`}})
		if err := s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.FromSlash(damaged))
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		opened, err := engine{}.Open(t.Context(), storage.Options{Location: dir})
		if err == nil {
			_, err = opened.Describe(t.Context(), "signups")
			_ = opened.Close(t.Context())
		}
		var failed *mperr.StorageFailed
		if !errors.As(err, &failed) || failed.Path != path {
			t.Errorf("%s: error is %v, want STORAGE_FAILED with the path", damaged, err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("%s was changed to %q (%v)", damaged, got, err)
		}
	}
}

func TestLostLinesAreAnErrorAndNotAShorterAnswer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := open(t, dir)
	fill(t, s, "signups", &dayRows{day: "2026-01-01", properties: []string{`{"n":1}`, `{"n":2}`}})
	files, err := filepath.Glob(filepath.Join(dir, "signups", "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, keep := range []int64{0, 30} { // nothing, and half a line
		if err := os.Truncate(files[0], keep); err != nil {
			t.Fatal(err)
		}
		rows, err := s.Sample(t.Context(), "signups", 10)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rows.Next(t.Context()); mperr.CodeOf(err) != "STORAGE_FAILED" {
			t.Errorf("with %d bytes left: error is %v, want STORAGE_FAILED", keep, err)
		}
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}
}
