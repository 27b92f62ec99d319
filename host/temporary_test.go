package host_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestATemporaryStoreIsGoneWithItsWorkspace(t *testing.T) {
	for _, place := range []host.Temporary{host.OnDisk, host.InMemory} {
		w := startWorld(t)
		w.env["TMPDIR"] = t.TempDir()
		options, err := w.options()
		if err != nil {
			t.Fatal(err)
		}
		options.Temporary = place
		workspace, err := host.Open(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := workspace.FetchEvents(t.Context(), fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
			t.Fatal(err)
		}
		if count(t, workspace, "SELECT count(*) FROM events") == 0 {
			t.Errorf("%s: no rows", place)
		}
		path, err := workspace.Location(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: while it is open: %v", place, err)
		}
		if err := workspace.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %s after Close: %v", place, filepath.Dir(path), err)
		}
		if left, err := os.ReadDir(filepath.Join(w.home, ".mp", "data")); err == nil {
			t.Errorf("%s: the lasting stores are %v", place, left)
		}
	}
}

// abandon names the variable with the folder in which TestATemporaryStoreOfAKilledProgramIsSweptUp, run as a program of its own,
// leaves a store behind.
const abandon = "MP_TEST_ABANDON"

func TestATemporaryStoreOfAKilledProgramIsSweptUp(t *testing.T) {
	if folder := os.Getenv(abandon); folder != "" {
		leaveAStore(t, folder)
		return
	}
	folder := t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), abandon+"="+folder)
	output, err := child.CombinedOutput()
	if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != -1 {
		t.Fatalf("the child ended with %v: %s", err, output)
	}
	stores := func() []string {
		found, err := filepath.Glob(filepath.Join(folder, "*", "store.duckdb"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if left := stores(); len(left) != 1 {
		t.Fatalf("the killed program left %v; want one store", left)
	}
	w := startWorld(t)
	w.env["TMPDIR"] = folder
	workspace := open(t, w, func(o *host.Options) { o.Temporary = host.OnDisk })
	if _, err := workspace.Sink(t.Context()); err != nil {
		t.Fatal(err)
	}
	path, err := workspace.Location(t.Context())
	if left := stores(); err != nil || len(left) != 1 || left[0] != path {
		t.Errorf("the stores are %v, %v; want %s alone", left, err, path)
	}
}

// leaveAStore fetches into a temporary store and kills its own process.
func leaveAStore(t *testing.T, folder string) {
	t.Helper()
	w := startWorld(t)
	w.env["TMPDIR"] = folder
	workspace := open(t, w, func(o *host.Options) { o.Temporary = host.OnDisk })
	if _, err := workspace.FetchEvents(t.Context(), fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
		t.Fatal(err)
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	_ = self.Kill()
	<-t.Context().Done()
}

func TestATemporaryStoreIsNotBothElsewhereAndHere(t *testing.T) {
	for name, change := range map[string]func(*host.Options){
		"database": func(o *host.Options) { o.Temporary, o.Database = host.OnDisk, "x.duckdb" },
		"readonly": func(o *host.Options) { o.Temporary, o.ReadOnly = host.InMemory, true },
		"unknown":  func(o *host.Options) { o.Temporary = "cloud" },
	} {
		var options host.Options
		change(&options)
		_, err := host.Open(context.Background(), options)
		if bad, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || bad.Argument != "temporary" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A store that is named by its path needs no account, until Mixpanel is asked.
func TestAStoreIsReadWithoutCredentials(t *testing.T) {
	w := startWorld(t)
	path := filepath.Join(t.TempDir(), "kept.duckdb")
	first := open(t, w, func(o *host.Options) { o.Database = path })
	if _, err := first.FetchEvents(t.Context(), fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	for name := range w.env {
		if strings.HasPrefix(name, "MP_") {
			delete(w.env, name)
		}
	}
	workspace := open(t, w, func(o *host.Options) { o.Database, o.ReadOnly = path, true })
	if count(t, workspace, "SELECT count(*) FROM events") == 0 {
		t.Error("no rows")
	}
	if tables, err := workspace.Tables(t.Context()); err != nil || len(tables) != 1 {
		t.Errorf("tables = %v, %v", tables, err)
	}
	if columns, err := workspace.Describe(t.Context(), "events"); err != nil || len(columns) < 6 {
		t.Errorf("columns = %v, %v", columns, err)
	}
	_, err := workspace.Client(t.Context())
	if mperr.CodeOf(err) != "CONFIG_ERROR" && !errors.Is(err, mperr.ErrConfig) {
		t.Errorf("asking Mixpanel gives %v; want a configuration error", err)
	}
}
