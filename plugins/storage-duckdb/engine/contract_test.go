package engine_test

import (
	"testing"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/sdktest"
)

func TestEngineKeepsTheContract(t *testing.T) {
	sdktest.Storage(t, sdktest.StorageConfig{Engine: engine.New()})
}
