package engine_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func abort(t *testing.T, sink storage.Sink, mode storage.Mode) {
	t.Helper()
	must(t, "abort", sink.Abort(t.Context(), begin(t, sink, target(mode)).ID))
}

func aborted(mode storage.Mode) func(*testing.T, storage.Sink) {
	return func(t *testing.T, sink storage.Sink) {
		t.Helper()
		abort(t, sink, mode)
	}
}

func TestAStoreThatWasMadeInVainIsGone(t *testing.T) {
	for name, fail := range map[string]func(*testing.T, storage.Sink){
		"create aborted":  aborted(storage.Create),
		"replace aborted": aborted(storage.Replace),
		"nothing to append to": func(t *testing.T, sink storage.Sink) {
			t.Helper()
			wantError[*mperr.TableNotFound](t, "begin", second(sink.Begin(t.Context(), target(storage.Append))))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			sink := openAt(t, path)
			fail(t, sink)
			must(t, "close", sink.Close(t.Context()))
			left, err := os.ReadDir(filepath.Dir(path))
			must(t, "list", err)
			if len(left) > 0 {
				t.Errorf("%v is left", left)
			}
			write(t, openAt(t, path), storage.Create, generate(t, spec{Rows: 5}))
		})
	}
}

func TestAStoreStaysWhereAnythingHappenedToIt(t *testing.T) {
	for name, do := range map[string]func(*testing.T, storage.Sink){
		"nothing failed": func(*testing.T, storage.Sink) {},
		"units were stored": func(t *testing.T, sink storage.Sink) {
			t.Helper()
			session := begin(t, sink, target(storage.Create))
			put(t, sink, session, generate(t, spec{Rows: 5}))
			must(t, "abort", sink.Abort(t.Context(), session.ID))
		},
		"a table was made": func(t *testing.T, sink storage.Sink) {
			t.Helper()
			write(t, sink, storage.Create, generate(t, spec{Rows: 5}))
			abort(t, sink, storage.Replace)
		},
		"a session is open": func(t *testing.T, sink storage.Sink) {
			t.Helper()
			other := target(storage.Create)
			other.Table = "other"
			put(t, sink, begin(t, sink, other), generate(t, spec{Rows: 5}))
			abort(t, sink, storage.Create)
		},
		"a statement wrote": func(t *testing.T, sink storage.Sink) {
			t.Helper()
			change(t, sink, "CREATE SEQUENCE numbers")
			abort(t, sink, storage.Create)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			sink := openAt(t, path)
			do(t, sink)
			must(t, "close", sink.Close(t.Context()))
			sink = openWith(t, engine.New(), storage.Options{Location: path, ReadOnly: true})
			must(t, "close", sink.Close(t.Context()))

			sink = openAt(t, path)
			abort(t, sink, storage.Replace)
			must(t, "close", sink.Close(t.Context()))
			if _, err := os.Stat(path); err != nil {
				t.Errorf("a store that was there before: %v", err)
			}
		})
	}
}

func TestAFileThatLostItsNameWhileItWasOpenedIsNotUsed(t *testing.T) {
	for name, happens := range map[string]func(path string) error{
		"removed":  os.Remove,
		"replaced": func(path string) error { return errors.Join(os.Remove(path), os.WriteFile(path, nil, 0o600)) },
	} {
		path := newPath(t)
		must(t, "close", openAt(t, path).Close(t.Context()))
		must(t, "open", engine.OpenWhile(path, func() error { return nil }))
		err := engine.OpenWhile(path, func() error { return happens(path) })
		if mperr.CodeOf(err) != "STORAGE_LOCKED" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// makeInVain makes stores and fetches nothing into them, until its input ends.
func makeInVain(args []string) error {
	over := make(chan struct{})
	go func() { // ends with the input
		defer close(over)
		bufio.NewScanner(os.Stdin).Scan()
	}()
	ctx := context.Background()
	for {
		select {
		case <-over:
			return nil
		default:
		}
		sink, err := engine.New().Open(ctx, storage.Options{Location: args[0], Wait: time.Minute})
		if err != nil {
			return err
		}
		session, err := sink.Begin(ctx, target(storage.Replace))
		if err = errors.Join(err, sink.Abort(ctx, session.ID), sink.Close(ctx)); err != nil {
			return err
		}
	}
}

// TestNobodyWritesIntoAStoreThatIsGone lets processes make and remove a store all the time while others put something into
// it: what was committed is there under its name.
func TestNobodyWritesIntoAStoreThatIsGone(t *testing.T) {
	path := newPath(t)
	vain := []*child{start(t, "vain", path), start(t, "vain", path)}
	for i := range 5 {
		sink := openWith(t, engine.New(), storage.Options{Location: path, Wait: time.Minute})
		must(t, "commit", second(sink.Commit(t.Context(), begin(t, sink, target(storage.Create)).ID)))
		must(t, "close", sink.Close(t.Context()))
		sink = openWith(t, engine.New(), storage.Options{Location: path, ReadOnly: true, Wait: time.Minute})
		tables, err := sink.Tables(t.Context())
		if err != nil || len(tables) != 1 {
			t.Fatalf("round %d: tables %v, %v", i, tables, err)
		}
		must(t, "close", sink.Close(t.Context()))
		must(t, "move away", os.Rename(path, fmt.Sprintf("%s.%d", path, i)))
	}
	for _, process := range vain {
		must(t, "end", process.input.Close())
		if err := process.Wait(); err != nil {
			t.Errorf("%v: %s", err, process.stderr)
		}
	}
}
