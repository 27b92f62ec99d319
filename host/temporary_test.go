package host_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
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

// abandon and abandonWith name the variables with the place in which TestATemporaryStoreOfAKilledProgramIsSweptUp, run as a
// program of its own, leaves a store behind, and with the folder of its plugins.
const (
	abandon     = "MP_TEST_ABANDON"
	abandonWith = "MP_TEST_ABANDON_PLUGINS"
)

func TestATemporaryStoreOfAKilledProgramIsSweptUp(t *testing.T) {
	if place := os.Getenv(abandon); place != "" {
		leaveAStore(t, host.Temporary(place))
		return
	}
	for _, place := range []host.Temporary{host.OnDisk, host.InMemory} {
		w := startWorld(t)
		w.env["TMPDIR"] = t.TempDir()
		left := abandoned(t, w, place)
		if _, err := os.Stat(left); err != nil {
			t.Fatalf("%s: the killed program left nothing at %q: %v", place, left, err)
		}
		workspace := open(t, w, func(o *host.Options) { o.Temporary = place })
		if _, err := workspace.Sink(t.Context()); err != nil {
			t.Fatal(err)
		}
		if path, err := workspace.Location(t.Context()); err != nil || path == left {
			t.Errorf("%s: the new store is %s, %v; want one of its own", place, path, err)
		}
		if _, err := os.Stat(filepath.Dir(left)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: what the killed program left is there still: %v", place, err)
		}
	}
}

// abandoned is the temporary store of a program that was killed.
func abandoned(t *testing.T, w *world, place host.Temporary) string {
	t.Helper()
	options, err := w.options()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "TMPDIR="+w.env["TMPDIR"], abandon+"="+string(place), abandonWith+"="+options.PluginDirs[0])
	output, err := child.Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != -1 {
		t.Fatalf("%s: the child ended with %v: %s", place, err, output)
	}
	return string(output)
}

// leaveAStore writes into a temporary store, prints where it is and kills its own process.
func leaveAStore(t *testing.T, place host.Temporary) {
	t.Helper()
	workspace, err := host.Open(t.Context(), host.Options{Home: t.TempDir(), PluginDirs: []string{os.Getenv(abandonWith)}, Temporary: place})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := workspace.Scalar(t.Context(), storage.Query{SQL: "CREATE TABLE kept AS SELECT 1 AS n", Write: true}); err != nil {
		t.Fatal(err)
	}
	path, err := workspace.Location(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Print(path)
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
	for name, ask := range introspection(t.Context(), workspace) {
		if err := ask(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, ask := range questionsToMixpanel(t.Context(), workspace) {
		if err := ask(); !errors.Is(err, mperr.ErrConfig) || mperr.Hint(err) == "" {
			t.Errorf("%s gives %v; want a configuration error with a way on", name, err)
		}
	}
}

// introspection is every method that tells what a store holds.
func introspection(ctx context.Context, w *host.Workspace) map[string]func() error {
	return map[string]func() error{
		"Info":         func() error { return second(w.Info(ctx)) },
		"Tables":       func() error { return second(w.Tables(ctx)) },
		"Describe":     func() error { return second(w.Describe(ctx, "events")) },
		"Schema":       func() error { return second(w.Schema(ctx, "events", true)) },
		"Coverage":     func() error { return second(w.Coverage(ctx, "events")) },
		"Summarize":    func() error { return second(w.Summarize(ctx, "events")) },
		"Breakdown":    func() error { return second(w.Breakdown(ctx, "events")) },
		"PropertyKeys": func() error { return second(w.PropertyKeys(ctx, "events", "")) },
		"ColumnStats":  func() error { return second(w.ColumnStats(ctx, "events", "event_name", 1)) },
		"SQL":          func() error { return second(w.SQL(ctx, storage.Query{SQL: "SELECT 1"})) },
		"Scalar":       func() error { return second(w.Scalar(ctx, storage.Query{SQL: "SELECT 1"})) },
		"Local":        func() error { return second(w.Local(ctx, host.LocalOptions{Table: "events"})) },
		"Sample": func() error {
			reader, err := w.Sample(ctx, "events", 1)
			if err != nil {
				return err
			}
			return reader.Close()
		},
	}
}

// questionsToMixpanel is one method of each group that needs Mixpanel.
func questionsToMixpanel(ctx context.Context, w *host.Workspace) map[string]func() error {
	return map[string]func() error{
		"Client":          func() error { return second(w.Client(ctx)) },
		"TestCredentials": func() error { return second(w.TestCredentials(ctx)) },
		"Funnels":         func() error { return second(w.Funnels(ctx, discovery.Options{})) },
		"FetchEvents": func() error {
			return second(w.FetchEvents(ctx, fetch.Request{Table: "more", From: "2026-01-01", To: "2026-01-02"}))
		},
		"FetchProfiles": func() error { return second(w.FetchProfiles(ctx, fetch.ProfilesRequest{Table: "more"})) },
		"StreamEvents": func() error {
			for _, err := range w.StreamEvents(ctx, fetch.Request{From: "2026-01-01", To: "2026-01-02"}) {
				return err
			}
			return nil
		},
		"Segmentation": func() error {
			return second(w.Segmentation(ctx, live.Segmentation{Event: "Login", From: "2026-01-01", To: "2026-01-02"}))
		},
	}
}

// second leaves out what nobody looks at.
func second[T any](_ T, err error) error { return err }

func TestAStoreThatIsNotThereIsNotMadeByReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.duckdb")
	workspace := open(t, startWorld(t), func(o *host.Options) { o.Database, o.ReadOnly = path, true })
	_, err := workspace.Tables(t.Context())
	missing, ok := errors.AsType[*mperr.DatabaseNotFound](err)
	if !ok || missing.Path != path {
		t.Errorf("%v; want a DatabaseNotFound of %s", err, path)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a store was made: %v", err)
	}
}
