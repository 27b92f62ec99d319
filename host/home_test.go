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
