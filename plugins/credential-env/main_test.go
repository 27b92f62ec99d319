package main

import (
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/sdktest"
)

func TestValueKeepsTheContract(t *testing.T) {
	sdktest.Credential(t, sdktest.CredentialConfig{
		Provider: func(*testing.T) credential.Provider { return in(complete) }, Holds: held(t), Nameless: true,
	})
}

func TestValueKeepsTheContractWithoutCredentials(t *testing.T) {
	sdktest.Credential(t, sdktest.CredentialConfig{
		Provider: func(*testing.T) credential.Provider { return in(nil) }, Nameless: true,
	})
}

func TestBinaryKeepsTheContract(t *testing.T) {
	binary := sdktest.Build(t, ".")
	var env []string
	for name, value := range complete {
		env = append(env, name+"="+value)
	}
	sdktest.Credential(t, sdktest.CredentialConfig{
		Binary: binary, Env: func(*testing.T) []string { return env }, Holds: held(t), Nameless: true,
	})
	t.Run("without credentials", func(t *testing.T) {
		sdktest.Credential(t, sdktest.CredentialConfig{Binary: binary, Nameless: true})
	})
}

func held(t *testing.T) []sdktest.Held {
	t.Helper()
	got, err := resolve(t, complete, "")
	if err != nil {
		t.Fatal(err)
	}
	return []sdktest.Held{{Credentials: got.Credentials}}
}

// TestManifestLetsEveryVariableThrough: the process sees what the manifest names and nothing else.
func TestManifestLetsEveryVariableThrough(t *testing.T) {
	var manifest struct {
		Env       []string `toml:"env"`
		SecretEnv []string `toml:"secret_env"`
	}
	if _, err := toml.DecodeFile("mp-credential-env.toml", &manifest); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	p := &provider{lookup: func(name string) (string, bool) { asked[name] = true; return "x", true }}
	if _, err := p.Resolve(t.Context(), credential.Request{}); err == nil {
		t.Error("x is no region")
	}
	for _, name := range append(manifest.Env, manifest.SecretEnv...) {
		if !asked[name] {
			t.Errorf("the manifest lets %s through, and nobody reads it", name)
		}
		delete(asked, name)
	}
	if len(asked) != 0 {
		t.Errorf("the manifest does not let %v through", asked)
	}
	if strings.Join(manifest.SecretEnv, " ") != "MP_SECRET" {
		t.Errorf("secret variables = %v", manifest.SecretEnv)
	}
}
