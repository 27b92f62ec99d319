package engine_test

import (
	"errors"
	"os"
	"testing"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestOnlyRegularFilesAreOpened(t *testing.T) {
	for _, location := range []string{os.DevNull, t.TempDir()} {
		sink, err := engine.New().Open(t.Context(), storage.Options{Location: location})
		var failed *mperr.StorageFailed
		if !errors.As(err, &failed) || failed.Fix != "give the path of a file" {
			t.Errorf("%s: %v, %v", location, sink, err)
		}
	}
}
