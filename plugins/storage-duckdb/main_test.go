package main

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/mixpanel-data/mp/sdk/sdktest"
)

func TestBinaryKeepsTheContract(t *testing.T) {
	sdktest.Storage(t, sdktest.StorageConfig{Binary: build(t)})
}

// build makes the plugin, as a user gets it.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "mp-storage-duckdb")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	command := exec.Command("go", "build", "-tags", "duckdb_arrow", "-o", binary, ".")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}
