package main

import (
	"testing"

	"github.com/mixpanel-data/mp/sdk/sdktest"
)

func TestBinaryKeepsTheContract(t *testing.T) {
	sdktest.Storage(t, sdktest.StorageConfig{Binary: sdktest.Build(t, ".", "-tags", "duckdb_arrow")})
}
