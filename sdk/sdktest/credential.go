package sdktest

import (
	"slices"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
)

// CredentialConfig says which provider [Credential] tests. Exactly one of Provider and Binary is set.
type CredentialConfig struct {
	// Provider makes the provider for one subtest. One that is a [credential.AccountStore] has no accounts yet.
	Provider func(t *testing.T) credential.Provider
	// Binary is the path of a built plugin. Each subtest launches processes of its own.
	Binary string
	// Env gives the whole environment of the binary for one subtest, as NAME=value; nil means an empty one. For a store it
	// names a place that has no accounts yet.
	Env func(t *testing.T) []string
	// Holds is what a provider resolves that is no [credential.AccountStore]; none means that it is not configured. A
	// store leaves it empty, as the suite adds accounts itself.
	Holds []Held
	// Nameless says that the provider knows no accounts and gives what it has whatever name is asked for, as one that reads
	// the environment does.
	Nameless bool
	// Timeout bounds a subtest; 0 means a minute.
	Timeout time.Duration

	// store says that the provider under test is a store, once that is known.
	store bool
}

func (cfg CredentialConfig) hasSomething() bool { return cfg.store || len(cfg.Holds) > 0 }
func (cfg CredentialConfig) hasNothing() bool   { return len(cfg.Holds) == 0 }
func (cfg CredentialConfig) tellsNames() bool   { return cfg.hasSomething() && !cfg.Nameless }
func (cfg CredentialConfig) ignoresNames() bool { return cfg.hasSomething() && cfg.Nameless }

// Held is an answer that a provider is known to have.
type Held struct {
	// Account is the name it is asked by; "" for the default.
	Account string
	// Credentials are the answer.
	Credentials credential.Credentials
}

// credentialTest is one promise of the contract.
type credentialTest struct {
	// name is a sentence; it is the subtest's name.
	name string
	run  func(c *credentialCase)
	// needs is the capability without which there is nothing to test; "" for what every provider does.
	needs credential.Capability
	// when says whether the test is about the provider under test; nil means that it is about every one.
	when func(CredentialConfig) bool
	// process says that the test is about plugin processes, so a Go value cannot be asked.
	process bool
}

// Credential runs the conformance suite of credential providers: a named subtest for each promise of package credential.
// Powers that the provider does not have are not tested.
func Credential(t *testing.T, cfg CredentialConfig) {
	t.Helper()
	if (cfg.Provider == nil) == (cfg.Binary == "") {
		t.Fatal("sdktest.CredentialConfig: set exactly one of Provider and Binary")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = time.Minute
	}
	powers := newCredentialCase(t, cfg).powers()
	cfg.store = slices.Contains(powers, credential.CapabilityAccountStore)
	if cfg.store && len(cfg.Holds) > 0 {
		t.Fatal("sdktest.CredentialConfig: a store is filled by the suite, so Holds stays empty")
	}
	for _, test := range slices.Concat(resolveTests, accountTests, storeTests) {
		switch {
		case test.needs != "" && !slices.Contains(powers, test.needs),
			test.when != nil && !test.when(cfg),
			test.process && cfg.Binary == "":
			continue
		}
		t.Run(test.name, func(t *testing.T) { test.run(newCredentialCase(t, cfg)) })
	}
}
