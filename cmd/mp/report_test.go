package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestErrorsForAPersonAreALineAndAHint(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&mperr.TableNotFound{TableName: "evnts"}, "mp: error: table \"evnts\" not found\nmp: hint: mp inspect tables lists the tables\n"},
		{fmt.Errorf("inspect: %w", &mperr.TableNotFound{TableName: "a"}), "mp: error: table \"a\" not found\nmp: hint: mp inspect tables lists the tables\n"},
		{errors.New("boom\n\n at \x1b[31mline 2\n"), "mp: error: boom | at ·[31mline 2\nmp: hint: " + mperr.RowOf("UNKNOWN_ERROR").Hint + "\n"},
	} {
		s := newApp("").atTerminal()
		s.report(tt.err)
		if diff := cmp.Diff(tt.want, s.stderr.String()); diff != "" {
			t.Errorf("%v:\n%s", tt.err, diff)
		}
		if s.stdout.Len() != 0 {
			t.Errorf("%v: standard output has %q", tt.err, s.stdout.String())
		}
	}
}

func TestAHintThatTheMessageSaysAlreadyGivesWayToTheCommand(t *testing.T) {
	s := newApp("").atTerminal()
	s.report(&mperr.TableExists{TableName: "events"})
	if text := s.stderr.String(); strings.Count(text, "mp: hint: --replace swaps it") != 1 {
		t.Errorf("no way on in %q", text)
	}
	row := mperr.RowOf("TABLE_EXISTS").Hint
	s = newApp("").atTerminal()
	s.report(&mperr.TableExists{TableName: "events", Suggestion: row})
	if diff := cmp.Diff("mp: error: table \"events\" already exists\nmp: hint: "+row+"\n", s.stderr.String()); diff != "" {
		t.Error(diff)
	}
}

func TestVerboseNamesTheCodeAndTheStatus(t *testing.T) {
	s := newApp("").atTerminal()
	s.verbose = 1
	s.report(&mperr.StorageLocked{Path: "x"})
	if !strings.Contains(s.stderr.String(), "mp: code: STORAGE_LOCKED, exit status 8\n") {
		t.Error(s.stderr.String())
	}
}

func TestErrorsForAProgramAreOneJSONObject(t *testing.T) {
	for _, format := range []string{"", "json", "jsonl", "xml"} {
		s := newApp("")
		s.format = format
		s.report(&mperr.TableNotFound{TableName: "a<b>\n\x1b", SimilarTables: []string{"ab"}})
		var got map[string]map[string]any
		if err := json.Unmarshal(s.stderr.Bytes(), &got); err != nil || strings.Count(s.stderr.String(), "\n") != 1 {
			t.Fatalf("format %q: %v in %q", format, err, s.stderr.String())
		}
		want := map[string]map[string]any{"error": {
			"code": "TABLE_NOT_FOUND", "message": "table \"a<b>\\n\\x1b\" not found: did you mean ab?", "hint": "mp inspect tables lists the tables",
			"details": map[string]any{"table_name": "a<b>\n\x1b", "similar_tables": []any{"ab"}},
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("format %q:\n%s", format, diff)
		}
		if !strings.HasPrefix(s.stderr.String(), `{"error":{"code":`) {
			t.Errorf("keys are not in order: %s", s.stderr.String())
		}
	}
}

func TestErrorsAreTextWhereNoJSONWasAskedForOrSomebodyWatches(t *testing.T) {
	table := newApp("")
	table.format = "table"
	watched := newApp("")
	watched.errTerminal = true
	mistyped := newApp("").atTerminal()
	mistyped.format = "xml"
	for name, s := range map[string]*surroundings{"table": table, "watched": watched, "mistyped": mistyped} {
		s.report(&mperr.TableNotFound{TableName: "a"})
		if !strings.HasPrefix(s.stderr.String(), "mp: error: ") {
			t.Errorf("%s: %s", name, s.stderr.String())
		}
	}
}

func TestQuietLeavesOutAllButErrors(t *testing.T) {
	s := newApp("")
	s.quiet, s.format = true, "table"
	s.say("mp: said")
	s.warn("careful")
	if s.stderr.Len() != 0 {
		t.Errorf("quiet says %q", s.stderr.String())
	}
	s.report(errors.New("boom"))
	if !strings.Contains(s.stderr.String(), "mp: error: boom\n") {
		t.Errorf("an error is kept quiet: %q", s.stderr.String())
	}
}

func TestNothingSaidSteersTheScreen(t *testing.T) {
	s := newApp("").atTerminal()
	s.warn("a\x1b[2Jb\r\u202ec")
	s.say("one\ntwo\n")
	if got, want := s.stderr.String(), "mp: warning: a·[2Jb··c\none | two\n"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

// failing is standard output that takes nothing.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestWhatCannotBeWrittenIsACodedError(t *testing.T) {
	full := &fs.PathError{Op: "write", Path: "/tmp/.x.hidden", Err: syscall.ENOSPC}
	for _, tt := range []struct {
		err                 error
		code, message, hint string
	}{
		{full, "STORAGE_FULL", "no space left for standard output: the result cannot be written: no space left on device", "free some space"},
		{syscall.EDQUOT, "STORAGE_FULL", "the result cannot be written: disk quota exceeded", "free some space"},
		{errors.New("closed"), "STORAGE_FAILED", "the result cannot be written: closed", "check where standard output goes"},
	} {
		for _, args := range [][]string{
			{"version"}, {"--version"}, {}, {"--help"}, {"help", "auth"}, {"auth", "list", "-h"}, {"completion", "bash"}, {"completion", "fish"},
		} {
			s := newApp("")
			s.out = failing{tt.err}
			if status := s.runs(t, args...); status != mperr.ExitStorage {
				t.Errorf("mp %v: status %d, want %d", args, status, mperr.ExitStorage)
			}
			for _, words := range []string{tt.code, tt.message, tt.hint} {
				if !strings.Contains(s.stderr.String(), words) {
					t.Errorf("mp %v says %q, want %q", args, s.stderr.String(), words)
				}
			}
		}
	}
}

// broken is standard output whose reader is gone.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func TestNothingIsSaidWhereNobodyReadsOn(t *testing.T) {
	for _, args := range [][]string{{"version"}, {"--version"}, {"--help"}, {"completion", "bash"}} {
		s := newApp("")
		s.out = broken{}
		if status := s.runs(t, args...); status != nobodyReads || s.stderr.Len() != 0 {
			t.Errorf("mp %v: status %d, said %q", args, status, s.stderr.String())
		}
	}
}

func TestAWarningIsToldOnce(t *testing.T) {
	s := newApp("")
	s.warn("no event")
	s.warn("no event")
	s.warn("no property")
	if got, want := s.stderr.String(), "mp: warning: no event\nmp: warning: no property\n"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}
