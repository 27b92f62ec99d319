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
	for want, settings := range map[string]map[string]string{"381.4 MiB": nil, "1.3 GiB": {"memory_limit": "1400MB"}} {
		sink := openWith(t, engine.New(), storage.Options{Location: newPath(t), Settings: settings})
		begin(t, sink, target(storage.Create))
		if got := answer(t, sink, "SELECT current_setting('memory_limit')"); len(got) != 1 || got[0] != want {
			t.Errorf("with %v the limit is %v, want %s", settings, got, want)
		}
		must(t, "close", sink.Close(t.Context()))
	}
}
