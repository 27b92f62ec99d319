package engine_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestWhatAKilledProcessHadPutAsideIsRemoved(t *testing.T) {
	path := newPath(t)
	must(t, "close", openAt(t, path).Close(t.Context()))
	folder := path + ".tmp"
	fill := func(names ...string) {
		must(t, "make the folder", os.MkdirAll(folder, 0o700))
		for _, name := range names {
			must(t, "make "+name, os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600))
		}
	}
	fill("duckdb_temp_storage_DEFAULT-0.tmp", "duckdb_temp_block-7.block", "mine.txt")
	must(t, "close", openWith(t, engine.New(), storage.Options{Location: path, ReadOnly: true}).Close(t.Context()))
	if left, err := os.ReadDir(folder); err != nil || len(left) != 3 {
		t.Errorf("a reader removes what it does not own: %v, %v", left, err)
	}
	must(t, "close", openAt(t, path).Close(t.Context()))
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 || left[0].Name() != "mine.txt" {
		t.Errorf("left are %v, %v", left, err)
	}
	must(t, "remove", os.Remove(filepath.Join(folder, "mine.txt")))
	fill("duckdb_temp_storage_DEFAULT-0.tmp")
	must(t, "close", openAt(t, path).Close(t.Context()))
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the empty folder stays: %v", err)
	}
}

func TestALoadIsBoundInMemoryUnlessTheUserSaysOtherwise(t *testing.T) {
	for _, test := range []struct {
		settings                 map[string]string
		begun, written, answered string
	}{
		{nil, "190.7 MiB", "197.4 MiB", "1.8 GiB"},
		{map[string]string{"memory_limit": "1400MB"}, "1.3 GiB", "1.3 GiB", "1.3 GiB"},
	} {
		path := newPath(t)
		engines := engine.New()
		sink := openWith(t, engines, storage.Options{Location: path, Settings: test.settings})
		session := begin(t, sink, target(storage.Create))
		limit := func() string { return engine.MemoryLimit(t.Context(), sink.(*engine.Sink)) }
		if got := limit(); got != test.begun {
			t.Errorf("with %v a load begins with %s, want %s", test.settings, got, test.begun)
		}
		rows := &listening{generate(t, spec{Rows: 10}).rows()}
		must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, rows.of.unit, rows)))
		if got := limit(); got != test.written {
			t.Errorf("with %v a unit of seven columns has %s, want %s", test.settings, got, test.written)
		}
		// Who asks meanwhile has what every question has, and so have the units that follow.
		if got := answer(t, sink, "SELECT current_setting('memory_limit')"); len(got) != 1 || got[0] != test.answered {
			t.Errorf("with %v a question has %v, want %s", test.settings, got, test.answered)
		}
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
		must(t, "close", sink.Close(t.Context()))
	}
}
