package sdktest

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// The suites are run on implementations that are broken on purpose, and must say so by the subtests meant for it. As a
// suite fails the test it runs in, each broken one is tried in a child process of this test binary: the variable names
// the fault, and the child runs the subtests that are to fail.
const faultVariable = "SDKTEST_FAULT"

// childTimeout ends a child that hangs; no child takes a tenth of it.
const childTimeout = 5 * time.Minute

func TestStorageSuite(t *testing.T) {
	engine := sqlEngine{NewEngine()}
	if fault := os.Getenv(faultVariable); fault != "" {
		Storage(t, StorageConfig{Engine: storageFaults[fault].apply(engine), Timeout: 20 * time.Second})
		return
	}
	Storage(t, StorageConfig{Engine: engine})
}

func TestMemoryEngineKeepsTheContract(t *testing.T) {
	Storage(t, StorageConfig{Engine: NewEngine()})
}

func TestStorageSuiteOnAnEngineWithoutPowers(t *testing.T) {
	Storage(t, StorageConfig{Engine: plainEngine{NewEngine()}})
}

func TestCredentialSuite(t *testing.T) {
	cfg := CredentialConfig{Provider: func(*testing.T) credential.Provider { return NewProvider() }}
	if fault := os.Getenv(faultVariable); fault != "" {
		cfg = credentialFaults[fault].config
		cfg.Timeout = 20 * time.Second
	}
	Credential(t, cfg)
}

func TestStorageSuiteFindsEveryFault(t *testing.T) {
	faults := map[string][]string{}
	for name, fault := range storageFaults {
		faults[name] = fault.fails
	}
	var subtests []string
	for _, test := range storageTests() {
		if !test.process {
			subtests = append(subtests, test.name)
		}
	}
	wantFaultsFound(t, "TestStorageSuite", faults, subtests)
}

func TestCredentialSuiteFindsEveryFault(t *testing.T) {
	faults := map[string][]string{}
	for name, fault := range credentialFaults {
		faults[name] = fault.fails
	}
	var subtests []string
	for _, test := range slices.Concat(resolveTests, accountTests, storeTests) {
		if !test.process {
			subtests = append(subtests, test.name)
		}
	}
	wantFaultsFound(t, "TestCredentialSuite", faults, subtests)
}

// wantFaultsFound checks that each fault makes the subtests fail that are meant for it, and that every subtest is meant
// for some fault: one that cannot fail proves nothing.
func wantFaultsFound(t *testing.T, suite string, faults map[string][]string, subtests []string) {
	t.Helper()
	meant := map[string]bool{}
	for fault, names := range faults {
		for _, name := range names {
			meant[name] = true
		}
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			wantFailures(t, suite, fault, names)
		})
	}
	for _, name := range subtests {
		if !meant[name] {
			t.Errorf("no broken implementation makes this subtest fail: %s", name)
		}
	}
}

// wantFailures runs the named subtests on a broken implementation and checks that each one fails.
func wantFailures(t *testing.T, suite, fault string, names []string) {
	t.Helper()
	output := failing(t, suite, fault, names)
	for _, name := range names {
		if !strings.Contains(output, "--- FAIL: "+suite+"/"+subtestName(name)+" (") {
			t.Errorf("on an implementation that %s, the subtest does not fail: %s\n%s", fault, name, output)
		}
	}
}

// failing runs the named subtests on a broken implementation, in a child process that must fail, and gives its output.
func failing(t *testing.T, suite, fault string, names []string) string {
	t.Helper()
	var patterns []string
	for _, name := range names {
		patterns = append(patterns, regexp.QuoteMeta(subtestName(name)))
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.timeout="+childTimeout.String(),
		"-test.run=^"+suite+"$/^("+strings.Join(patterns, "|")+")$")
	child.Env = append(os.Environ(), faultVariable+"="+fault)
	output, err := child.CombinedOutput()
	if err == nil {
		t.Fatalf("the suite passes on an implementation that %s:\n%s", fault, output)
	}
	return string(output)
}

// subtestName is how the testing package writes the name of a subtest.
func subtestName(name string) string { return strings.ReplaceAll(name, " ", "_") }

// plainEngine has no optional power.
type plainEngine struct{ storage.Engine }

func (plainEngine) Capabilities() []storage.Capability { return nil }

func (e plainEngine) Open(ctx context.Context, options storage.Options) (storage.Sink, error) {
	sink, err := e.Engine.Open(ctx, options)
	if err != nil {
		return nil, err
	}
	return struct{ storage.Sink }{sink}, nil
}
