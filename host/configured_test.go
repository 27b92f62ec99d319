package host_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// configure writes the user's configuration file and gives its path.
func (w *world) configure(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(w.home, ".mp", "config.toml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWorkspaceNamesTheSettingThatAPluginRefuses(t *testing.T) {
	for text, key := range map[string]string{
		"[plugins]\nstorage = \"../x\"\n":                       "plugins.storage",
		"[plugins]\ncredentials = [\"../x\"]\n":                 "plugins.credentials",
		"[plugins.settings.duckdb]\nthreads = -1\n":             "plugins.settings.duckdb.threads",
		"[plugins.settings.duckdb]\nno_such_setting = \"x\"\n":  "plugins.settings.duckdb.no_such_setting",
		"[plugins.settings.duckdb]\nmemory_limit = [1, 2, 3]\n": "plugins.settings.duckdb.memory_limit",
	} {
		w := startWorld(t)
		path := w.configure(t, text)
		options, err := w.options()
		if err != nil {
			t.Fatal(err)
		}
		workspace, err := host.Open(t.Context(), options)
		if err == nil {
			_, err = workspace.Tables(t.Context())
			if closeErr := workspace.Close(); closeErr != nil {
				t.Error(closeErr)
			}
		}
		config, ok := errors.AsType[*mperr.ConfigError](err)
		if !ok || config.Key != key || config.Path != path || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: %#v, want a ConfigError at %s", text, err, key)
		}
	}
}

func TestWorkspaceWarnsOfAKeyThatMeansNothing(t *testing.T) {
	w := startWorld(t)
	w.configure(t, "[plugins]\nstorag = \"jsonl\"\n[somebody.else]\nx = 1\n")
	var warnings []string
	open(t, w, func(o *host.Options) { o.Warn = func(text string) { warnings = append(warnings, text) } })
	if len(warnings) != 1 || !strings.Contains(warnings[0], "storag") {
		t.Errorf("warnings %q, want one that names the key", warnings)
	}
}

func TestWorkspaceWarnsOfSettingsThatNoPluginIsGiven(t *testing.T) {
	w := startWorld(t)
	w.configure(t, "[plugins]\nstorage = \"jsonl\"\n[plugins.settings.file]\nx = 1\n[plugins.settings.duckdb]\nthreads = 1\n[plugins.settings.jsonl]\ndir = \"x\"\n")
	var warnings []string
	open(t, w, func(o *host.Options) { o.Warn = func(text string) { warnings = append(warnings, text) } })
	if len(warnings) != 2 || !strings.Contains(warnings[0], "settings.duckdb]") || !strings.Contains(warnings[1], "settings.file]") {
		t.Errorf("warnings %q, want one of duckdb's settings and one of file's", warnings)
	}
}
