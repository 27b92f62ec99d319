package host_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// install puts a plugin that does nothing into a new folder, and a copy of it behind it.
func install(t *testing.T, manifests map[string]string) (dirs []string) {
	t.Helper()
	for range 2 {
		dir := t.TempDir()
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for program, manifest := range manifests {
			path := filepath.Join(dir, program)
			if err := errors.Join(os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700), os.WriteFile(path+".toml", []byte(manifest), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		dirs = append(dirs, dir)
	}
	return dirs
}

func TestWorkspaceDescribesAPluginAsItsManifestDoes(t *testing.T) {
	w := startWorld(t)
	dirs := install(t, map[string]string{
		"mp-credential-vault": "kind = \"credential\"\nname = \"vault\"\nversion = \"1.2.0\"\nprotocol = 1\ndescription = \"keeps things\"\n" +
			"env = [\"VAULT_ADDR\"]\nsecret_env = [\"VAULT_TOKEN\"]\ncapabilities = [\"accounts\"]\n[settings]\nmount = \"where\"\n",
	})
	workspace := open(t, w, func(o *host.Options) { o.PluginDirs = dirs })
	want := host.Plugin{
		Kind: "credential", Name: "vault", Version: "1.2.0", Protocol: 1, Description: "keeps things", Status: "ok",
		Capabilities: []string{"accounts"}, Env: []string{"VAULT_ADDR"}, SecretEnv: []string{"VAULT_TOKEN"},
		Settings: map[string]string{"mount": "where"}, Path: filepath.Join(dirs[0], "mp-credential-vault"),
	}
	for _, name := range []string{"vault", "credential-vault"} {
		got, err := workspace.Plugin(t.Context(), name)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("Plugin(%s): %v\n%s", name, err, diff)
		}
	}
	var missing *mperr.PluginNotFound
	if _, err := workspace.Plugin(t.Context(), "valt"); !errors.As(err, &missing) || !cmp.Equal(missing.Installed, []string{"credential-vault"}) {
		t.Errorf("Plugin(valt) = %v, want PluginNotFound with what there is", err)
	}
}

func TestWorkspaceAsksWhichKindWhereBothHaveTheName(t *testing.T) {
	w := startWorld(t)
	dirs := install(t, map[string]string{
		"mp-credential-both": "kind = \"credential\"\nname = \"both\"\nprotocol = 1\n",
		"mp-storage-both":    "",
	})
	workspace := open(t, w, func(o *host.Options) { o.PluginDirs = dirs })
	_, err := workspace.Plugin(t.Context(), "both")
	if bad, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || !cmp.Equal(bad.Allowed, []string{"credential-both", "storage-both"}) {
		t.Errorf("Plugin(both) = %v, want the two to choose from", err)
	}
	broken, err := workspace.Plugin(t.Context(), "storage-both")
	if err != nil || broken.Status == "ok" || broken.Settings == nil || broken.Env == nil {
		t.Errorf("Plugin(storage-both) = %+v, %v; want its status to say what is wrong", broken, err)
	}
}
