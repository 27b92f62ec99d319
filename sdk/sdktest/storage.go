package sdktest

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// StorageConfig says which engine [Storage] tests. Exactly one of Engine and Binary is set.
type StorageConfig struct {
	// Engine is a Go value, run in the test's own process.
	Engine storage.Engine
	// Binary is the path of a built plugin. Each subtest launches processes of its own, and some kill them.
	Binary string
	// Env gives the whole environment of the binary, as NAME=value; nil means an empty one. It is called once a subtest.
	Env func(t *testing.T) []string
	// Location gives the place of a store that does not exist yet; nil means a path in a temporary folder.
	Location func(t *testing.T) string
	// Settings are given to every Open.
	Settings map[string]string
	// Shared says that the engine lets several processes write to one store, as a database server does. The subtest
	// about the lock is left out then.
	Shared bool
	// Timeout bounds a subtest; 0 means a minute.
	Timeout time.Duration
}

// storageTest is one promise of the contract.
type storageTest struct {
	// name is a sentence; it is the subtest's name.
	name string
	run  func(c *storageCase)
	// needs is the capability without which there is nothing to test; "" for what every engine does.
	needs storage.Capability
	// process says that the test kills or doubles plugin processes, so a Go value cannot be asked.
	process bool
	// lock says that the test is about one process keeping out others.
	lock bool
}

// storageTests are all promises, in the order in which they are tried.
func storageTests() []storageTest {
	return slices.Concat(
		powerTests, openTests, beginTests, publishTests, unitTests, dayTests, duplicateTests, byteTests, columnTests, propertyTests,
		profileTests, profileUnitTests, resultTests, catalogTests, resumeTests, sampleTests, sqlTests, sqlWriteTests,
		analyzeTests, freshnessTests, reportTests, processTests,
	)
}

// Storage runs the conformance suite of storage engines: a named subtest for each promise of package storage. What an
// engine does not declare is not tested. It reads rows back with Sample, or with SELECT * where the engine has SQL alone;
// for an engine with neither it compares counts.
func Storage(t *testing.T, cfg StorageConfig) {
	t.Helper()
	if (cfg.Engine == nil) == (cfg.Binary == "") {
		t.Fatal("sdktest.StorageConfig: set exactly one of Engine and Binary")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = time.Minute
	}
	if cfg.Location == nil {
		cfg.Location = newLocation
	}
	declared := declaredPowers(t, cfg)
	for _, test := range storageTests() {
		if test.process && cfg.Binary == "" || test.lock && cfg.Shared {
			continue
		}
		if test.needs != "" && !slices.Contains(declared, test.needs) {
			continue
		}
		t.Run(test.name, func(t *testing.T) { test.run(newStorageCase(t, cfg)) })
	}
}

// newLocation is a path in the subtest's own folder.
func newLocation(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "store")
}

// declaredPowers asks the engine once, to know which subtests there are.
func declaredPowers(t *testing.T, cfg StorageConfig) []storage.Capability {
	t.Helper()
	if cfg.Engine != nil {
		return cfg.Engine.Capabilities()
	}
	plugin := launch(t, dial.KindStorage, cfg.Binary, envOf(t, cfg.Env), cfg.Timeout)
	defer plugin.stop()
	return plugin.engine().Capabilities()
}
