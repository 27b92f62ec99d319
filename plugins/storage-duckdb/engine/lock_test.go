package engine_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// hold opens a store, read-only where the second argument says so, until its input ends.
func hold(args []string) error {
	sink, err := engine.New().Open(context.Background(), storage.Options{Location: args[0], ReadOnly: args[1] == "readonly"})
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return sink.Close(context.Background())
}

func TestOpenNamesTheProcessThatHoldsTheStore(t *testing.T) {
	path := newPath(t)
	must(t, "close", openAt(t, path).Close(t.Context()))
	for _, c := range []struct {
		holder    string
		reader    bool
		wantError bool
	}{
		{"write", false, true}, {"write", true, true}, {"readonly", false, true}, {"readonly", true, false},
	} {
		holder := start(t, "hold", path, c.holder)
		holder.wantLine(t, "open")
		sink, err := engine.New().Open(t.Context(), storage.Options{Location: path, ReadOnly: c.reader})
		if !c.wantError {
			must(t, "open beside a reader", err)
			must(t, "close", sink.Close(t.Context()))
		} else {
			locked := wantError[*mperr.StorageLocked](t, "open", err)
			if locked.HolderPID != holder.Process.Pid || locked.Path != path || !strings.HasPrefix(filepath.Base(locked.HolderCommand), "engine.test") {
				t.Errorf("the error is %+v, want process %d", locked, holder.Process.Pid)
			}
		}
		must(t, "end the holder", holder.input.Close())
		must(t, "wait for the holder", holder.Wait())
	}
}

func TestOpenWaitsForTheHolder(t *testing.T) {
	path := newPath(t)
	must(t, "close", openAt(t, path).Close(t.Context()))
	holder := start(t, "hold", path, "write")
	holder.wantLine(t, "open")
	pauses := 0
	patient := engine.NewWith(nil, func(context.Context, time.Duration) error {
		if pauses++; pauses == 3 {
			must(t, "end the holder", holder.input.Close())
			must(t, "wait for the holder", holder.Wait())
		}
		return nil
	})
	openWith(t, patient, storage.Options{Location: path, Wait: time.Hour})
	if pauses != 3 {
		t.Errorf("waited %d times, want until the holder let go", pauses)
	}
}

func TestAReaderDoesNotLetGoOfTheLockOfItsProcess(t *testing.T) {
	// On Unix a process loses its locks on a file when it closes the file once, whoever opened it.
	path := newPath(t)
	must(t, "close", openAt(t, path).Close(t.Context()))
	reader := storage.Options{Location: path, ReadOnly: true}
	openWith(t, engine.New(), reader)
	must(t, "close", openWith(t, engine.New(), reader).Close(t.Context()))
	_, err := engine.New().Open(t.Context(), storage.Options{Location: path})
	wantError[*mperr.StorageLocked](t, "open", err)
	writer := start(t, "hold", path, "write")
	if line, _ := writer.line(); line == "open" {
		t.Error("another process could write beside a reader")
	}
}

const (
	see      = "See also https://duckdb.org/docs/stable/connect/concurrency"
	conflict = `IO Error: Could not set lock on file "/data/x.duckdb": Conflicting lock is held in `
)

func TestLockErrorReadsTheHolder(t *testing.T) {
	for text, want := range map[string]*mperr.StorageLocked{
		conflict + "/usr/bin/python3.11 (PID 1234). " + see:                                                                 {HolderPID: 1234, HolderCommand: "/usr/bin/python3.11"},
		conflict + "/usr/bin/python3.11 (PID 1234) by user ada. " + see:                                                     {HolderPID: 1234, HolderCommand: "/usr/bin/python3.11"},
		conflict + "/opt/my tools/a (b) c (PID 7). However, you would. " + see:                                              {HolderPID: 7, HolderCommand: "/opt/my tools/a (b) c"},
		conflict + "PID 99. " + see:                                                                                         {HolderPID: 99},
		conflict + "an unknown process. " + see:                                                                             {},
		`IO Error: Could not set lock on file "x": Resource temporarily unavailable`:                                        {},
		`IO Error: Could not set lock on file "held in /bin/a (PID 5)": Conflicting lock is held in /bin/b (PID 6).`:        {HolderPID: 6, HolderCommand: "/bin/b"},
		`IO Error: Could not set lock on file "x": Lock is already held in current process, likely another DuckDB instance`: {HolderPID: os.Getpid()},
		"IO Error: Cannot open file \"x\": The process cannot access the file because it is being used by another process.\r\n\n\nFile is already open in \nC:\\Program Files\\Python\\python.exe (PID 4616)": {
			HolderPID: 4616, HolderCommand: `C:\Program Files\Python\python.exe`,
		},
		`IO Error: Cannot open file "x": The process cannot access the file because it is being used by another process.`: {},
		`IO Error: Cannot open file "x": Permission denied`:                                                               nil,
		"": nil,
	} {
		if want != nil {
			want.Path = "store"
		}
		if diff := cmp.Diff(want, engine.LockError("store", text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzLockError(f *testing.F) {
	f.Add(conflict + "/usr/bin/python3.11 (PID 1234) by user ada. " + see)
	f.Add("File is already open in \nC:\\x.exe (PID 99999999999999999999)")
	f.Add("Could not set lock on file \"\": Conflicting lock is held in \xff (PID 1)")
	f.Add("Could not set lock on file lock is held in " + strings.Repeat("(PID ", 1000))
	f.Fuzz(func(t *testing.T, text string) {
		locked := engine.LockError("store", text)
		if locked == nil {
			return
		}
		if locked.Path != "store" || locked.HolderPID < 0 || !utf8.ValidString(locked.HolderCommand) || strings.Contains(locked.HolderCommand, "\n") {
			t.Errorf("%q gives %+v", text, locked)
		}
	})
}
