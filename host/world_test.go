package host_test

import (
	"net/http/httptest"
	"os"
	"strconv"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/internal/built"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

func TestMain(m *testing.M) {
	code := m.Run()
	built.Remove()
	os.Exit(code)
}

const (
	canary    = "canary-5ecret-77aa"
	projectID = 515151
	events    = 3000
	// recentProject has events until yesterday: names and properties are listed of the last 31 days.
	recentProject = 616161
)

// world is a simulator of Mixpanel, an empty home, and the options that put a workspace into both.
type world struct {
	simulator *mpsim.Server
	home      string
	env       map[string]string
	close     func()
}

func newWorld(home string) (*world, error) {
	first, err := mpsim.ParseDay("2026-01-01")
	if err != nil {
		return nil, err
	}
	simulator, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{
			{ID: projectID, Seed: 3, First: first, Days: 10, Events: events, Timezone: "Europe/Lisbon"},
			{ID: recentProject, Seed: 4, Days: 10, Events: events, Users: 100},
		},
		Accounts: []mpsim.Account{{
			Username: "sa", Secret: canary, Roles: map[int64]mpsim.Role{projectID: mpsim.Analyst, recentProject: mpsim.Analyst},
		}},
	})
	if err != nil {
		return nil, err
	}
	web := httptest.NewServer(simulator)
	return &world{
		simulator: simulator, home: home,
		env: map[string]string{
			"HOME": home, "MP_API_BASE_URL": web.URL, "MP_USERNAME": "sa", "MP_SECRET": canary,
			"MP_PROJECT_ID": strconv.Itoa(projectID), "MP_REGION": "eu",
		},
		close: func() {
			simulator.Close()
			web.Close()
		},
	}, nil
}

func (w *world) options() (host.Options, error) {
	plugins, err := built.Plugins()
	return host.Options{
		PluginDirs: []string{plugins},
		LookupEnv: func(name string) (string, bool) {
			value, ok := w.env[name]
			return value, ok
		},
	}, err
}

// open opens a workspace that ends with the test.
func open(t *testing.T, w *world, change func(*host.Options)) *host.Workspace {
	t.Helper()
	options, err := w.options()
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&options)
	}
	workspace, err := host.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := workspace.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return workspace
}

func startWorld(t *testing.T) *world {
	t.Helper()
	w, err := newWorld(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	return w
}
