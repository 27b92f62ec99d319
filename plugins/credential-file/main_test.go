package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/credential-file/accounts"
	"github.com/mixpanel-data/mp/plugins/credential-file/seal"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/sdktest"
)

// home is a new folder that only the owner can write to, whatever the umask.
func home(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestValueKeepsTheContract(t *testing.T) {
	sdktest.Credential(t, sdktest.CredentialConfig{Provider: func(t *testing.T) credential.Provider {
		t.Helper()
		return accounts.New(accounts.Config{Path: filepath.Join(home(t), ".mp", "config.toml")})
	}})
}

// TestBinaryKeepsTheContract gives the process no bus, so that it keeps its key in a file and leaves the keyring of
// whoever runs the test alone.
func TestBinaryKeepsTheContract(t *testing.T) {
	sdktest.Credential(t, sdktest.CredentialConfig{Binary: sdktest.Build(t, "."), Env: func(t *testing.T) []string {
		t.Helper()
		return []string{"HOME=" + home(t), "USERPROFILE=" + home(t)}
	}})
}

// TestManifestLetsEveryVariableThrough: the process sees what the manifest names and nothing else.
func TestManifestLetsEveryVariableThrough(t *testing.T) {
	var manifest struct {
		Env          []string `toml:"env"`
		Capabilities []string `toml:"capabilities"`
	}
	if _, err := toml.DecodeFile("mp-credential-file.toml", &manifest); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{"HOME": true, "USERPROFILE": true, "DBUS_SESSION_BUS_ADDRESS": true} // each on its own system
	lookup := func(name string) (string, bool) { asked[name] = true; return "", false }
	accounts.New(accounts.Config{LookupEnv: lookup, Keyring: seal.OSKeyring(lookup)})
	for _, name := range manifest.Env {
		if !asked[name] {
			t.Errorf("the manifest lets %s through, and nobody reads it", name)
		}
		delete(asked, name)
	}
	if len(asked) != 0 {
		t.Errorf("the manifest does not let %v through", asked)
	}
	if diff := cmp.Diff([]string{"accounts", "account_store"}, manifest.Capabilities); diff != "" {
		t.Error(diff)
	}
}
