package engine_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// dieMaking stops in the middle of making a new database, where the clock is asked for the time of its creation, says so
// and waits to be killed.
func dieMaking(args []string) error {
	slow := engine.NewWith(func() time.Time {
		own := fmt.Sprintf(".mp-new-*-%d-*", os.Getpid())
		if drafts, _ := filepath.Glob(filepath.Join(filepath.Dir(args[0]), own)); len(drafts) > 0 {
			fmt.Println("making")
			_, _ = io.Copy(io.Discard, os.Stdin)
		}
		return time.Now()
	}, nil)
	_, err := slow.Open(context.Background(), storage.Options{Location: args[0]})
	return errors.Join(err, errors.New("still alive"))
}

func drafts(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, "list the folder", err)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".mp-new-") {
			names = append(names, entry.Name())
		}
	}
	return names
}

// killMaking leaves what a process leaves that was killed while it made the database.
func killMaking(t *testing.T, path string) string {
	t.Helper()
	making := start(t, "make", path)
	making.wantLine(t, "making")
	must(t, "kill", making.Process.Kill())
	_ = making.Wait()
	for _, name := range drafts(t, filepath.Dir(path)) {
		if strings.Contains(name, fmt.Sprintf("-%d-", making.Process.Pid)) {
			return name
		}
	}
	t.Fatalf("process %d left only %v", making.Process.Pid, drafts(t, filepath.Dir(path)))
	return ""
}

func TestOpenSweepsWhatAKilledProcessLeft(t *testing.T) {
	path := newPath(t)
	folder := filepath.Dir(path)
	killMaking(t, path)
	killMaking(t, path)
	other := killMaking(t, filepath.Join(folder, "other.duckdb"))

	sink := openAt(t, path)
	write(t, sink, storage.Create, generate(t, spec{Rows: 5}))
	must(t, "close", sink.Close(t.Context()))
	if diff := cmp.Diff([]string{other}, drafts(t, folder)); diff != "" {
		t.Errorf("drafts differ (-want +got):\n%s", diff)
	}
	must(t, "close the other", openAt(t, filepath.Join(folder, "other.duckdb")).Close(t.Context()))
	if left := drafts(t, folder); len(left) != 0 {
		t.Errorf("there are still %v", left)
	}
}

func TestAnExistingDatabaseIsSweptByItsNextWriterAlone(t *testing.T) {
	path := newPath(t)
	left := killMaking(t, path)
	aside := filepath.Join(t.TempDir(), left)
	must(t, "move", os.Rename(filepath.Join(filepath.Dir(path), left), aside))
	must(t, "close", openAt(t, path).Close(t.Context()))
	must(t, "move back", os.Rename(aside, filepath.Join(filepath.Dir(path), left)))

	reader := openWith(t, engine.New(), storage.Options{Location: path, ReadOnly: true})
	must(t, "close", reader.Close(t.Context()))
	if got := drafts(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("a reader left %v", got)
	}
	must(t, "close", openAt(t, path).Close(t.Context()))
	if got := drafts(t, filepath.Dir(path)); len(got) != 0 {
		t.Errorf("a writer left %v", got)
	}
}

func TestOpenLeavesTheDraftsOfOthersAlone(t *testing.T) {
	path := newPath(t)
	folder := filepath.Dir(path)
	making := start(t, "make", path)
	making.wantLine(t, "making")
	alive := drafts(t, folder)
	prefix, _, _ := strings.Cut(strings.TrimPrefix(alive[0], ".mp-new-"), "-")
	foreign := []string{
		".mp-new-0123456789", ".mp-new-" + prefix + "-0-1", ".mp-new-" + prefix + "--5-1", ".mp-new-" + prefix + "-x-1", ".mp-new-" + prefix + "-",
		".mp-new-ffffffffffffffff-1-1", "mp-new-" + prefix + "-99999999-1", ".mp-new-" + prefix + "-99999999999999999999-1",
	}
	for _, name := range foreign {
		must(t, "make", os.Mkdir(filepath.Join(folder, name), 0o700))
	}
	must(t, "write", os.WriteFile(filepath.Join(folder, ".mp-new-"+prefix+"-99999999-1"), nil, 0o600))
	want := drafts(t, folder)
	openAt(t, path)
	if diff := cmp.Diff(want, drafts(t, folder)); diff != "" {
		t.Errorf("drafts differ (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(folder, alive[0], "new.duckdb")); err != nil {
		t.Errorf("the draft of a living process: %v", err)
	}
}

func TestADatabaseMayHaveTheLongestName(t *testing.T) {
	path := filepath.Join(t.TempDir(), strings.Repeat("n", 250))
	must(t, "close", openAt(t, path).Close(t.Context()))
}
