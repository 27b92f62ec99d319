//go:build unix

package engine_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// fillUntilFull writes days until the file may not grow any more, which the system says as it says that a disk is full.
// Then it tells the code of the error, and how the store is after it.
func fillUntilFull(args []string) error {
	limit, err := strconv.ParseUint(args[1], 10, 64)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return err
	}
	ctx, tb := context.Background(), &testing.B{}
	sink, err := engine.New().CallLarge(2000).Open(ctx, storage.Options{Location: args[0]})
	if err != nil {
		return err
	}
	session, err := sink.Begin(ctx, target(storage.Create))
	if err != nil {
		return err
	}
	for day := 1; err == nil && day <= 28; day++ {
		unit := generate(tb, spec{From: fmt.Sprintf("2026-01-%02d", day), Rows: 1500 + 4000*(day%2), Repeat: 100})
		if _, err = sink.WriteUnit(ctx, session.ID, unit.unit, unit.rows()); err == nil {
			fmt.Println("stored " + unit.unit.ID)
		}
	}
	fmt.Println("then", mperr.CodeOf(err))
	fmt.Println("closed", mperr.CodeOf(sink.Close(ctx)))
	return nil
}

func TestAFullDiskIsSaidAndCostsNoMoreThanTheUnit(t *testing.T) {
	// The smallest is too small for a store, the others end in the middle of something.
	for _, limit := range []int{100_000, 1_500_000, 3_300_000} {
		path := newPath(t)
		full := start(t, "fill", path, strconv.Itoa(limit))
		var stored []string
		var said string
		for line, more := full.line(); more; line, more = full.line() {
			if day, ok := strings.CutPrefix(line, "stored "); ok {
				stored = append(stored, day)
			} else if code, ok := strings.CutPrefix(line, "then "); ok {
				said = code
			}
		}
		err := full.Wait()
		if said != "STORAGE_FULL" && !strings.Contains(full.stderr.String(), "no space left") {
			t.Fatalf("with %d bytes it says %q, %v, %s", limit, said, err, full.stderr)
		}
		sink := openAt(t, path)
		session := begin(t, sink, target(storage.Create))
		durable := make([]string, 0, len(session.Durable))
		for _, report := range session.Durable {
			durable = append(durable, report.Unit.ID)
		}
		if !slices.Equal(stored, durable) {
			t.Errorf("with %d bytes %v were stored and %v are durable", limit, stored, durable)
		}
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
		days, err := sink.Coverage(t.Context(), "events")
		must(t, "coverage", err)
		if rows := rowsByDay(t, sink); len(rows) != len(stored) || len(days) != len(stored) {
			t.Errorf("with %d bytes there are rows of %v and coverage of %d days", limit, rows, len(days))
		}
	}
}

// tryAsSomebody opens a store as a user who owns nothing, where the tests run as root, whom no permission stops.
func tryAsSomebody(args []string) error {
	if os.Geteuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			return err
		}
	}
	sink, err := engine.New().Open(context.Background(), storage.Options{Location: args[0], ReadOnly: args[1] == "readonly"})
	if err == nil {
		err = errors.Join(second(sink.Tables(context.Background())), sink.Close(context.Background()))
	}
	fmt.Println(mperr.CodeOf(err), mperr.Hint(err))
	return nil
}

func TestPlacesThatMayNotBeWrittenSaySo(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "store.duckdb")
	sink := openAt(t, path)
	write(t, sink, storage.Create, generate(t, spec{Rows: 5}))
	must(t, "close", sink.Close(t.Context()))
	for _, above := range []string{folder, filepath.Dir(folder)} {
		must(t, "chmod", os.Chmod(above, 0o555))
		t.Cleanup(func() { _ = os.Chmod(above, 0o755) })
	}
	for _, c := range []struct {
		location, how string
		mode          os.FileMode
		says          string
	}{
		{path, "write", 0o444, "STORAGE_FAILED choose a place"},
		{path, "readonly", 0o444, " "},
		{path, "readonly", 0o000, "STORAGE_FAILED choose a place"},
		{filepath.Join(folder, "new.duckdb"), "write", 0o444, "STORAGE_FAILED choose a place"},
		{filepath.Join(folder, "deep", "new.duckdb"), "write", 0o444, "STORAGE_FAILED choose a place"},
		{filepath.Join(folder, "new.duckdb"), "readonly", 0o444, "DATABASE_NOT_FOUND"},
	} {
		must(t, "chmod", os.Chmod(path, c.mode))
		trying := start(t, "try", c.location, c.how)
		line, _ := trying.line()
		if !strings.HasPrefix(line, c.says) {
			t.Errorf("%s %s with mode %v: %q, want %q; %s", c.how, c.location, c.mode, line, c.says, trying.stderr)
		}
		_ = trying.Wait()
	}
}
