package sdktest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// The test binary is the plugin too: the variable, which only the suite's launcher sets, says which.
const pluginVariable = "SDKTEST_PLUGIN"

func TestMain(m *testing.M) {
	if name := os.Getenv(pluginVariable); name != "" {
		servePlugin(name) // does not come back
	}
	os.Exit(m.Run())
}

// servePlugin is the main of a plugin that the suite is to pass or to fail.
func servePlugin(name string) {
	plugin := sdk.Plugin{Name: name, Version: "1.0.0"}
	switch name {
	case "static":
		plugin.Credential = static{staticCredentials()}
	case "accounts":
		plugin.Credential = NewProvider()
	case "memory":
		plugin.Storage = sqlEngine{NewEngine()}
	case "crash":
		plugin.Storage = altered{write: func(context.Context, full, string, storage.Unit, storage.Rows) (storage.UnitReport, error) {
			go panic("crashed on purpose") // in a goroutine of its own, where nobody can recover it
			select {}
		}}.apply(sqlEngine{NewEngine()})
	case "mute":
		select {}
	case "chatter":
		fmt.Println("hello")
		os.Exit(0)
	}
	sdk.Serve(plugin)
}

func pluginEnv(name string) func(*testing.T) []string {
	return func(*testing.T) []string { return []string{pluginVariable + "=" + name} }
}

// static holds one account, which is the default.
type static struct{ credentials credential.Credentials }

func (s static) Resolve(ctx context.Context, request credential.Request) (credential.Resolution, error) {
	return nameless(s).Resolve(ctx, request)
}

func staticCredentials() credential.Credentials {
	credentials, err := credential.New(credential.Fields{
		Username: "someone", Secret: credential.NewSecret("canary-static-5e1f"), ProjectID: "1", Region: "in",
	})
	if err != nil {
		panic(err)
	}
	return credentials
}

func TestCredentialSuiteOnABinary(t *testing.T) {
	Credential(t, CredentialConfig{
		Binary: os.Args[0], Env: pluginEnv("static"), Holds: []Held{{"", staticCredentials()}},
	})
}

// What is kept in the memory of one process fails just the promises about several.
func TestSuitesOnBinariesWithoutAMemory(t *testing.T) {
	if os.Getenv(faultVariable) == "storage" {
		Storage(t, StorageConfig{Binary: os.Args[0], Env: pluginEnv("memory"), Timeout: 20 * time.Second})
		return
	}
	if os.Getenv(faultVariable) == "credential" {
		Credential(t, CredentialConfig{Binary: os.Args[0], Env: pluginEnv("accounts"), Timeout: 20 * time.Second})
		return
	}
	var stores, providers []string
	for _, test := range slices.Concat(openTests, processTests) {
		if test.process {
			stores = append(stores, test.name)
		}
	}
	for _, test := range storeTests {
		if test.process {
			providers = append(providers, test.name)
		}
	}
	for fault, names := range map[string][]string{"storage": stores, "credential": providers} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			wantFailures(t, "TestSuitesOnBinariesWithoutAMemory", fault, names)
		})
	}
}

func TestStorageSuiteOnABinaryThatMisbehaves(t *testing.T) {
	const subtest = "a create is invisible until its commit"
	if plugin := os.Getenv(faultVariable); plugin != "" {
		cfg := StorageConfig{Binary: os.Args[0], Env: pluginEnv(plugin), Timeout: 20 * time.Second}
		switch plugin {
		case "missing":
			cfg.Binary = "no-such-binary"
		case "mute":
			cfg.Timeout = 2 * time.Second
		}
		Storage(t, cfg)
		return
	}
	for plugin, says := range map[string]string{
		"crash":   "crashed on purpose",
		"chatter": "hello",
		"static":  "launch",
		"missing": "no-such-binary",
		"mute":    "timeout while waiting for plugin to start",
	} {
		t.Run(plugin, func(t *testing.T) {
			t.Parallel()
			output := failing(t, "TestStorageSuiteOnABinaryThatMisbehaves", plugin, []string{subtest})
			if !strings.Contains(output, says) {
				t.Errorf("the failure does not say %q:\n%s", says, output)
			}
		})
	}
}
