package host

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// unplugged is a workspace without plugins, whose credentials nobody can give.
func unplugged(t *testing.T, config string) (w *Workspace, warnings *[]string) {
	t.Helper()
	warnings = &[]string{}
	w, err := Open(t.Context(), Options{
		Home: t.TempDir(), PluginDirs: []string{t.TempDir()},
		LookupEnv: func(name string) (string, bool) { return config, name == "MP_CONFIG_PATH" },
		Warn:      func(text string) { *warnings = append(*warnings, text) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w, warnings
}

func TestInfoWarnsWhereCredentialsCannotBeHad(t *testing.T) {
	w, warnings := unplugged(t, "")
	if err := w.own(t.Context(), &Info{}); err != nil {
		t.Error(err)
	}
	if len(*warnings) != 1 || !strings.Contains((*warnings)[0], "mp-credential-env") {
		t.Errorf("warnings %q, want one that names the plugin that is not there", *warnings)
	}
}

func TestInfoIsSilentWhereNothingIsConfigured(t *testing.T) {
	w, warnings := unplugged(t, filepath.Join(t.TempDir(), "none.toml"))
	w.settings.Credentials = nil
	if err := w.own(t.Context(), &Info{}); err != nil || len(*warnings) != 0 {
		t.Errorf("%v, warnings %q; want neither", err, *warnings)
	}
}

func TestInfoEndsWithItsContext(t *testing.T) {
	w, warnings := unplugged(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.own(ctx, &Info{}); mperr.CodeOf(err) != "CANCELED" || len(*warnings) != 0 {
		t.Errorf("%v, warnings %q; want CANCELED and no warning", err, *warnings)
	}
}

func TestInfoHasTheKeysOfThePythonTool(t *testing.T) {
	encoded, err := json.Marshal(Info{Tables: []string{"events"}, CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"path":"","project_id":"","region":"","account":"","tables":["events"],"size_mb":0,"created_at":"2026-01-02T03:04:05Z","engine":""}`
	if string(encoded) != want {
		t.Errorf("JSON is %s, want %s", encoded, want)
	}
}
