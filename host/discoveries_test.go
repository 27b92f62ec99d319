package host_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Each of a project's lists is asked for through the facade; what the answers mean is tested in package discovery.
func TestAWorkspaceTellsWhatAProjectContains(t *testing.T) {
	w := startWorld(t)
	w.env["MP_PROJECT_ID"] = strconv.Itoa(recentProject)
	workspace, ctx := open(t, w, nil), t.Context()
	lists := map[string]func() (json.Marshaler, error){
		"events":     func() (json.Marshaler, error) { return workspace.Events(ctx, discovery.EventsOptions{}) },
		"funnels":    func() (json.Marshaler, error) { return workspace.Funnels(ctx, discovery.Options{}) },
		"cohorts":    func() (json.Marshaler, error) { return workspace.Cohorts(ctx, discovery.Options{}) },
		"bookmarks":  func() (json.Marshaler, error) { return workspace.Bookmarks(ctx, discovery.BookmarksOptions{}) },
		"top events": func() (json.Marshaler, error) { return workspace.TopEvents(ctx, discovery.TopEventsOptions{}) },
		"schemas":    func() (json.Marshaler, error) { return workspace.LexiconSchemas(ctx, discovery.SchemasOptions{}) },
		"annotations": func() (json.Marshaler, error) {
			return workspace.Annotations(ctx, discovery.AnnotationsOptions{})
		},
		"properties": func() (json.Marshaler, error) {
			return workspace.Properties(ctx, discovery.PropertiesOptions{Event: "Signup"})
		},
		"values": func() (json.Marshaler, error) {
			return workspace.PropertyValues(ctx, discovery.ValuesOptions{Property: "plan", Event: "Signup"})
		},
	}
	for name, ask := range lists {
		answer, err := ask()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if text, err := answer.MarshalJSON(); err != nil || text[0] != '[' || len(text) < 3 && name != "top events" {
			t.Errorf("%s: %s, %v", name, text, err)
		}
	}
}

func TestAnotherWorkspaceOfTheProjectAsksNothingAgain(t *testing.T) {
	w := startWorld(t)
	for range 2 {
		if _, err := open(t, w, nil).Funnels(t.Context(), discovery.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	for _, request := range w.simulator.Requests() {
		if request.Path == "/api/query/funnels/list" {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("%d requests, want 1", asked)
	}
	found, err := filepath.Glob(filepath.Join(w.home, ".mp", "cache", "515151@127.0.0.1-*.json"))
	if err != nil || len(found) != 1 {
		t.Fatalf("the cache of the simulator's project is %v, %v", found, err)
	}
	if info, err := os.Stat(found[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestAProjectWithoutCredentialsIsAConfigurationError(t *testing.T) {
	w := startWorld(t)
	delete(w.env, "MP_SECRET")
	workspace := open(t, w, func(o *host.Options) { o.Database = filepath.Join(w.home, "a.duckdb") })
	_, err := workspace.Events(t.Context(), discovery.EventsOptions{})
	if !errors.Is(err, mperr.ErrConfig) {
		t.Errorf("Events = %v", err)
	}
}

func TestAnotherSecretGetsNothingThatIsKept(t *testing.T) {
	w := startWorld(t)
	if _, err := open(t, w, nil).Funnels(t.Context(), discovery.Options{}); err != nil {
		t.Fatal(err)
	}
	w.env["MP_SECRET"] = "wrong"
	if _, err := open(t, w, nil).Funnels(t.Context(), discovery.Options{}); mperr.CodeOf(err) != "AUTH_FAILED" {
		t.Errorf("with a wrong secret: %v", err)
	}
}

func TestEachDataViewHasItsOwnLists(t *testing.T) {
	w := startWorld(t)
	for _, view := range []string{"", "51", "52", "51"} {
		workspace := open(t, w, func(o *host.Options) { o.Mixpanel.DataView = view })
		if _, err := workspace.Funnels(t.Context(), discovery.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if asked := requestsFor(w, "/api/query/funnels/list"); asked != 3 {
		t.Errorf("%d requests, want one for each of three views", asked)
	}
}
