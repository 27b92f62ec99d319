package host_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestWorkspaceNeedsNoHomeWhereEveryPlaceIsGiven(t *testing.T) {
	w := startWorld(t)
	delete(w.env, "HOME")
	w.env["MP_CONFIG_PATH"] = filepath.Join(t.TempDir(), "config.toml")
	workspace := open(t, w, func(o *host.Options) { o.Database = filepath.Join(t.TempDir(), "store.duckdb") })
	if _, err := workspace.FetchEvents(t.Context(), tenDays); err != nil {
		t.Error(err)
	}
}

func TestWorkspaceSaysWhatIsInAHomeThatIsNotKnown(t *testing.T) {
	w := startWorld(t)
	delete(w.env, "HOME")
	options, err := w.options()
	if err != nil {
		t.Fatal(err)
	}
	_, err = host.Open(t.Context(), options)
	if !errors.Is(err, mperr.ErrConfig) || !strings.Contains(err.Error(), "configuration file") {
		t.Errorf("Open = %v, want a ConfigError about the configuration file", err)
	}
	w.env["MP_CONFIG_PATH"] = "~/config.toml"
	_, err = host.Open(t.Context(), options)
	if !errors.Is(err, mperr.ErrConfig) || !strings.Contains(err.Error(), "configuration file") {
		t.Errorf("Open with a tilde = %v, want a ConfigError about the configuration file", err)
	}
	w.env["MP_CONFIG_PATH"] = filepath.Join(t.TempDir(), "config.toml")
	_, err = open(t, w, nil).Tables(t.Context())
	if !errors.Is(err, mperr.ErrConfig) || !strings.Contains(err.Error(), "store") {
		t.Errorf("Tables = %v, want a ConfigError about the store", err)
	}
}

func TestWorkspaceRefusesToWaitLessThanNotAtAll(t *testing.T) {
	w := startWorld(t)
	options, err := w.options()
	if err != nil {
		t.Fatal(err)
	}
	options.Wait = -time.Second
	_, err = host.Open(t.Context(), options)
	if bad, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || bad.Argument != "wait" {
		t.Errorf("Open = %v, want InvalidArgument of wait", err)
	}
}

func TestWorkspaceGivesItsHomeToThePluginThatReadsAccounts(t *testing.T) {
	w := startWorld(t)
	for _, name := range []string{"MP_USERNAME", "MP_SECRET", "MP_PROJECT_ID", "MP_REGION"} {
		delete(w.env, name)
	}
	elsewhere := *w
	elsewhere.home = t.TempDir()
	for home, project := range map[*world]string{w: "1", &elsewhere: "2"} {
		home.configure(t, "default = \"a\"\n[accounts.a]\nusername = \"sa\"\nsecret = \"plain\"\nproject_id = \""+project+"\"\nregion = \"us\"\n")
	}
	for home, project := range map[string]string{"": "1", elsewhere.home: "2"} {
		outcome, err := open(t, w, func(o *host.Options) { o.Home = home }).Resolve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := outcome.Credentials.ProjectID(); got != project {
			t.Errorf("Home %q: project %s, want %s", home, got, project)
		}
	}
}

func TestWorkspaceReadsTheFileThatATildeNames(t *testing.T) {
	w := startWorld(t)
	w.configure(t, "[plugins]\ncredentials = []\n")
	w.env["MP_CONFIG_PATH"] = "~/.mp/config.toml"
	if _, err := open(t, w, nil).Resolve(t.Context()); !errors.Is(err, mperr.ErrConfig) {
		t.Errorf("Resolve = %v, want the ConfigError of a file without credential plugins", err)
	}
}
