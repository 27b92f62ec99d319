package engine_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestFileAndFolderAreForTheUserAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "of", "store.duckdb")
	sink := openAt(t, path)
	write(t, sink, storage.Create, generate(t, spec{Rows: 10}))
	must(t, "close", sink.Close(t.Context()))
	if runtime.GOOS == "windows" {
		return // access is a matter of the folder's list there
	}
	for _, want := range []struct {
		path string
		mode os.FileMode
	}{{path, 0o600}, {filepath.Dir(path), 0o700}, {filepath.Dir(filepath.Dir(path)), 0o700}} {
		info, err := os.Stat(want.path)
		must(t, "stat", err)
		if info.Mode().Perm() != want.mode {
			t.Errorf("%s has mode %v, want %v", want.path, info.Mode().Perm(), want.mode)
		}
	}
}

func TestClosedStoreIsOneFileThatPlainDuckDBReads(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	unit := generate(t, spec{Rows: 1000, Days: 3, Repeat: 10})
	write(t, sink, storage.Create, unit)
	begin(t, sink, storage.Target{Table: "unfinished", Kind: storage.Profiles, Mode: storage.Create})
	must(t, "close", sink.Close(t.Context()))

	left, err := os.ReadDir(filepath.Dir(path))
	must(t, "list the folder", err)
	if len(left) != 1 {
		t.Errorf("beside the store there are %v", left)
	}
	db := plain(t, path)
	if got := texts(t, db, "SELECT count(*)::VARCHAR FROM events"); got[0] != "1000" {
		t.Errorf("%v rows", got)
	}
	types := texts(t, db, "SELECT column_name || ' ' || data_type || ' ' || is_nullable FROM duckdb_columns() WHERE table_name = 'events' ORDER BY column_index")
	want := []string{
		"event_name VARCHAR false", "event_time TIMESTAMP false", "distinct_id VARCHAR false", "insert_id VARCHAR false",
		"properties JSON false", "project_day DATE false",
	}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Errorf("columns differ (-want +got):\n%s", diff)
	}
	storageOf := texts(t, db, "SELECT DISTINCT compression FROM pragma_storage_info('events') WHERE column_name = 'properties' AND segment_type = 'JSON'")
	if diff := cmp.Diff([]string{"ZSTD"}, storageOf); diff != "" {
		t.Errorf("properties are compressed otherwise (-want +got):\n%s", diff)
	}
}

func TestShowTablesListsTheUsersTables(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	write(t, sink, storage.Create, generate(t, spec{Rows: 10}))
	if got := answer(t, sink, "SHOW TABLES"); len(got) != 1 || got[0] != "events" {
		t.Errorf("SHOW TABLES gives %v", got)
	}
	must(t, "close", sink.Close(t.Context()))
	if diff := cmp.Diff([]string{"events"}, texts(t, plain(t, path), "SHOW TABLES")); diff != "" {
		t.Errorf("SHOW TABLES differs (-want +got):\n%s", diff)
	}
}

func TestMacroPropFindsHardKeys(t *testing.T) {
	sink := openAt(t, newPath(t))
	for key, want := range map[string]any{"$os": "Mac", "plan.tier": "pro", `we"ird`: "1", "a/b": "2", "t~i": "3", "Case": "4", "case": "5", "none": nil} {
		reader, err := sink.(storage.Querier).Query(t.Context(), storage.Query{
			SQL:    `SELECT prop('{"$os":"Mac","plan.tier":"pro","we\"ird":1,"a/b":2,"t~i":3,"Case":4,"case":5}'::JSON, $key) AS value`,
			Params: map[string]string{"key": key},
		})
		must(t, "query", err)
		batch, err := reader.Next(t.Context())
		must(t, "read", err)
		if got := batch.Column(0).GetOneForMarshal(0); got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
		must(t, "close", reader.Close())
	}
}

func TestEngineMovesIntoAFileOfSomebodyElse(t *testing.T) {
	path := newPath(t)
	db := plain(t, path)
	for _, statement := range []string{
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, note VARCHAR NOT NULL)", "INSERT INTO notes VALUES (1, 'mine')",
		"CREATE VIEW seen AS SELECT note FROM notes", "CREATE MACRO prop(j, k) AS 'mine'",
	} {
		must(t, statement, second(db.ExecContext(t.Context(), statement)))
	}
	must(t, "close", db.Close())

	reading := openWith(t, engine.New(), storage.Options{Location: path, ReadOnly: true})
	if tables, err := reading.Tables(t.Context()); err != nil || len(tables) != 0 {
		t.Errorf("a file without mp's tables lists %v, %v", tables, err)
	}
	must(t, "close", reading.Close(t.Context()))

	sink := openAt(t, path)
	columns, err := sink.Describe(t.Context(), "notes")
	must(t, "describe", err)
	want := []storage.Column{{Name: "id", Type: "INTEGER", PrimaryKey: true}, {Name: "note", Type: "VARCHAR"}}
	if diff := cmp.Diff(want, columns); diff != "" {
		t.Errorf("columns differ (-want +got):\n%s", diff)
	}
	for _, table := range []string{"notes", "seen"} {
		sample, err := sink.(storage.Sampler).Sample(t.Context(), table, 5)
		must(t, "sample", err)
		if n := count(t, sample); n != 1 {
			t.Errorf("a sample of %s has %d rows", table, n)
		}
		for _, mode := range []storage.Mode{storage.Create, storage.Replace} {
			_, err = sink.Begin(t.Context(), storage.Target{Table: table, Kind: storage.Events, Mode: mode})
			wantError[*mperr.TableExists](t, "begin over a table of somebody else", err)
		}
		_, err = sink.Begin(t.Context(), storage.Target{Table: table, Kind: storage.Events, Mode: storage.Append})
		wantError[*mperr.TableKindMismatch](t, "append to a table of somebody else", err)
	}
	wantError[*mperr.StorageFailed](t, "drop a view", sink.Drop(t.Context(), "seen"))
	if got := answer(t, sink, "SELECT prop('{}', 'x')"); got[0] != "mine" {
		t.Errorf("the user's macro gives %v", got)
	}
	write(t, sink, storage.Create, generate(t, spec{Rows: 10}))
	if tables, err := sink.Tables(t.Context()); err != nil || len(tables) != 1 {
		t.Errorf("tables are %v, %v", tables, err)
	}
}

func TestOpenRefusesWhatIsNoDatabase(t *testing.T) {
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole.duckdb")
	sink := openAt(t, whole)
	write(t, sink, storage.Create, generate(t, spec{Rows: 5000}))
	must(t, "close", sink.Close(t.Context()))
	content, err := os.ReadFile(whole)
	must(t, "read", err)
	scribbled := append([]byte(nil), content...)
	for i := 8192; i < 12288; i++ {
		scribbled[i] ^= 0x5a
	}
	for name, content := range map[string][]byte{
		"empty": {}, "text": []byte("hello\n"), "zeroes": make([]byte, 100_000), "cut": content[:len(content)/2], "scribbled": scribbled,
		"first page": content[:4096], "sqlite": append([]byte("SQLite format 3\x00"), make([]byte, 100_000)...),
	} {
		path := filepath.Join(folder, name)
		must(t, "write", os.WriteFile(path, content, 0o600))
		for _, readOnly := range []bool{false, true} {
			opened, err := engine.New().Open(t.Context(), storage.Options{Location: path, ReadOnly: readOnly})
			if err == nil {
				err = errors.Join(second(opened.Tables(t.Context())), opened.Close(t.Context()))
			}
			failed := wantError[*mperr.StorageFailed](t, "open "+name, err)
			if failed.Fix == "" || failed.Path != path {
				t.Errorf("%s: error %q says no fix or path: %+v", name, err, failed)
			}
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, content) {
			t.Errorf("opening %s changed it (%v)", name, err)
		}
	}
}

func TestOpenSaysWhatIsWrongWithAPlace(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	must(t, "write", os.WriteFile(file, []byte("x"), 0o600))
	must(t, "write", os.WriteFile(filepath.Join(folder, "gone.duckdb.wal"), []byte("x"), 0o600))
	for _, c := range []struct{ location, code string }{
		{folder, "STORAGE_FAILED"},
		{filepath.Join(file, "store.duckdb"), "STORAGE_FAILED"},
		{filepath.Join(folder, "gone.duckdb"), "STORAGE_FAILED"},
		{"", "INVALID_ARGUMENT"},
		{":memory:", "INVALID_ARGUMENT"},
		{filepath.Join(folder, "why?.duckdb"), "INVALID_ARGUMENT"},
		{filepath.Join(folder, "100%zz.duckdb"), "INVALID_ARGUMENT"},
		{filepath.Join(folder, "#1.duckdb"), "INVALID_ARGUMENT"},
		{filepath.Join(folder, "zero\x00.duckdb"), "INVALID_ARGUMENT"},
	} {
		_, err := engine.New().Open(t.Context(), storage.Options{Location: c.location})
		if got := mperr.CodeOf(err); string(got) != c.code {
			t.Errorf("open %q: %v (%s), want %s", c.location, err, got, c.code)
		}
	}
	if left, _ := os.ReadDir(folder); len(left) != 2 {
		t.Errorf("refused places left %v", left)
	}
}

func TestOpenTakesUnusualNames(t *testing.T) {
	for _, name := range []string{"with space", "日本語 é", `quo"te's`, "a&b=c;d", "plus+", "no-extension", "-dash", "per%20cent"} {
		path := filepath.Join(t.TempDir(), name)
		sink := openAt(t, path)
		write(t, sink, storage.Create, generate(t, spec{Rows: 3}))
		must(t, "close", sink.Close(t.Context()))
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		again := openWith(t, engine.New(), storage.Options{Location: path, ReadOnly: true})
		if got := answer(t, again, "SELECT count(*) FROM events"); got[0] != int64(3) {
			t.Errorf("%q: %v rows", name, got)
		}
	}
}

func TestOpenRefusesAFileOfANewerVersion(t *testing.T) {
	path := newPath(t)
	must(t, "close", openAt(t, path).Close(t.Context()))
	db := plain(t, path)
	must(t, "update", second(db.ExecContext(t.Context(), "UPDATE _mp.format SET version = version + 1")))
	must(t, "close", db.Close())
	_, err := engine.New().Open(t.Context(), storage.Options{Location: path})
	if failed := wantError[*mperr.StorageFailed](t, "open", err); !strings.Contains(failed.Fix, "newer") {
		t.Errorf("fix is %q", failed.Fix)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	for name, values := range map[string][]string{
		"memory_limit": {"", "much", "-1GB", "1e9", "80%", "1GB; DROP TABLE x"}, "threads": {"0", "-2", "many", "1.5", "99999"},
		"temp_directory": {""}, "enable_external_access": {"true"}, "access_mode": {"READ_WRITE"}, "Threads": {"1"},
	} {
		for _, value := range values {
			_, err := engine.New().Open(t.Context(), storage.Options{Location: newPath(t), Settings: map[string]string{name: value}})
			wantError[*mperr.InvalidArgument](t, name+" = "+value, err)
		}
	}
	temp := t.TempDir()
	sink := openWith(t, engine.New(), storage.Options{
		Location: newPath(t), Settings: map[string]string{"memory_limit": "300MB", "threads": "1", "temp_directory": temp},
	})
	got := answer(t, sink, "SELECT current_setting('memory_limit'), current_setting('threads'), current_setting('temp_directory')")
	if want := []any{"286.1 MiB", int64(1), temp}; !cmp.Equal(want, got) {
		t.Errorf("settings are %v, want %v", got, want)
	}
}

func TestManyOpenANewStoreAtOnce(t *testing.T) {
	path := newPath(t)
	opened := make([]storage.Sink, 8)
	errs := make([]error, len(opened))
	var all sync.WaitGroup
	for i := range opened {
		all.Go(func() { opened[i], errs[i] = engine.New().Open(t.Context(), storage.Options{Location: path}) })
	}
	all.Wait()
	writers := 0
	for i, err := range errs {
		if err != nil {
			if locked := wantError[*mperr.StorageLocked](t, "open", err); locked.HolderPID != os.Getpid() {
				t.Errorf("the holder is %d, want this process", locked.HolderPID)
			}
			continue
		}
		writers++
		must(t, "close", opened[i].Close(t.Context()))
	}
	if writers != 1 {
		t.Errorf("%d opens at once went well, want one", writers)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("opening at once left %v", left)
	}
}

func TestOpenEndsWithItsContextAndItsPatience(t *testing.T) {
	path := newPath(t)
	openAt(t, path)
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var waited []time.Duration
	patient := engine.NewWith(func() time.Time { return clock }, func(_ context.Context, wait time.Duration) error {
		waited, clock = append(waited, wait), clock.Add(wait)
		return nil
	})
	_, err := patient.Open(t.Context(), storage.Options{Location: path, Wait: time.Second})
	wantError[*mperr.StorageLocked](t, "open", err)
	total := time.Duration(0)
	for _, wait := range waited {
		total += wait
	}
	if total != time.Second || len(waited) < 5 {
		t.Errorf("waited %v in steps %v, want a second in several steps", total, waited)
	}

	ctx, cancel := context.WithCancel(t.Context())
	impatient := engine.NewWith(nil, func(ctx context.Context, _ time.Duration) error {
		cancel()
		return ctx.Err()
	})
	if _, err := impatient.Open(ctx, storage.Options{Location: path, Wait: time.Hour}); !errors.Is(err, context.Canceled) {
		t.Errorf("open with a cancelled context: %v", err)
	}
}

func TestInfoTellsTheFile(t *testing.T) {
	path := newPath(t)
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	sink := openWith(t, engine.NewWith(clockAt(at), nil), storage.Options{Location: path})
	write(t, sink, storage.Create, generate(t, spec{Rows: 20_000}))
	info, err := sink.Info(t.Context())
	must(t, "info", err)
	if !strings.HasPrefix(info.Engine, "DuckDB 1.") || !info.CreatedAt.Equal(at) || info.Location != path {
		t.Errorf("info is %+v", info)
	}
	size := int64(0)
	for _, part := range []string{path, path + ".wal"} {
		if file, err := os.Stat(part); err == nil {
			size += file.Size()
		}
	}
	if info.SizeBytes != size || size < 1<<20 {
		t.Errorf("size is %d, want %d, and more than a MB", info.SizeBytes, size)
	}
}
