package main

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/built"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

// project is a simulated project with its store, and the one workspace in which all commands of a test work: hundreds of them
// would take long to start their plugins. They begin at noon of
// 11 January 2026.
type project struct {
	simulator *mpsim.Server
	env       map[string]string
	dir       string
	workspace *host.Workspace
	clock     movedClock
	// number and user are what {n} and {user} stand for in command lines.
	number int
	user   string
}

// movedClock is a clock that goes and can be put forward, which whoever waits by it does.
type movedClock struct {
	begun time.Time
	past  atomic.Int64
}

func (c *movedClock) Now() time.Time {
	noon := time.Date(2026, 1, 11, 12, 0, 0, 0, time.UTC)
	return noon.Add(time.Since(c.begun) + time.Duration(c.past.Load()))
}

func (c *movedClock) Sleep(ctx context.Context, d time.Duration) error {
	c.past.Add(int64(d))
	return ctx.Err()
}

func (p *project) later(by time.Duration) { p.clock.past.Add(int64(by)) }

// openProject opens a project that ends with the test.
func openProject(t *testing.T) *project {
	t.Helper()
	p := &project{dir: t.TempDir(), clock: movedClock{begun: time.Now()}}
	p.simulate(t)
	plugins, err := built.Plugins()
	if err != nil {
		t.Fatal(err)
	}
	p.workspace, err = host.Open(t.Context(), host.Options{
		PluginDirs: []string{plugins}, LookupEnv: p.lookupEnv, Now: p.clock.Now,
		Mixpanel: mixpanel.Config{Sleep: p.clock.Sleep},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.workspace.Close(); err != nil {
			t.Error(err)
		}
	})
	p.fill(t)
	return p
}

func (p *project) simulate(t *testing.T) {
	t.Helper()
	first, err := mpsim.ParseDay("2026-01-01")
	if err != nil {
		t.Fatal(err)
	}
	p.simulator, err = mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{{ID: projectID, Seed: 7, First: first, Days: 20, Events: 2000, Users: 40}},
		Accounts: []mpsim.Account{{Username: "sa", Secret: canary, Roles: map[int64]mpsim.Role{projectID: mpsim.Analyst}}},
		Clock:    &p.clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(p.simulator)
	t.Cleanup(func() {
		p.simulator.Close()
		web.Close()
	})
	p.env = map[string]string{
		"HOME": filepath.Join(p.dir, "home"), "MP_API_BASE_URL": web.URL, "MP_USERNAME": "sa", "MP_SECRET": canary, "MP_REGION": "us",
		"MP_PROJECT_ID": "424242", "MP_TIMEZONE": "UTC",
	}
}

func (p *project) lookupEnv(name string) (string, bool) {
	value, ok := p.env[name]
	return value, ok
}

// fill makes what the questions are about: tables, with rows and without, and an account.
func (p *project) fill(t *testing.T) {
	t.Helper()
	for _, line := range []string{
		"fetch events -e Signup,Login,Refund,Search --from 2026-01-01 --to 2026-01-10", "fetch profiles", "auth add kept -u sa -p 424242",
		"fetch events nothing --from 2025-01-01 --to 2025-01-02",
	} {
		p.runs(t, p.app(t), strings.Fields(line))
	}
	somebody := p.runs(t, p.app(t), []string{"query", "sql", "--scalar", "SELECT max(distinct_id) FROM events"})
	p.user = strings.TrimSpace(string(somebody))
}

// filled puts the number and the user wherever they belong.
func (p *project) filled(args []string) []string {
	fill := strings.NewReplacer("{n}", strconv.Itoa(p.number), "{user}", p.user)
	filled := make([]string, len(args))
	for i, arg := range args {
		filled[i] = fill.Replace(arg)
	}
	return filled
}

// app is one command line of the project's.
func (p *project) app(t *testing.T) *surroundings {
	t.Helper()
	s := newApp("")
	s.lookupEnv, s.now = p.lookupEnv, p.clock.Now
	s.within = func(_ context.Context, _ host.Options, do func(*host.Workspace) error) error { return do(p.workspace) }
	return s
}

// runs gives what a command line prints, which must succeed.
func (p *project) runs(t *testing.T, s *surroundings, args []string) []byte {
	t.Helper()
	args = p.filled(args)
	if status := s.run(t.Context(), args); status != 0 {
		t.Fatalf("mp %q: status %d: %s", args, status, s.stderr.String())
	}
	return s.stdout.Bytes()
}

// answering lets Mixpanel answer a path with a body, until the test ends; a path of "" leaves all as it is.
func (p *project) answering(t *testing.T, answer [2]string) {
	t.Helper()
	if answer[0] == "" {
		return
	}
	if err := p.simulator.Inject(mpsim.Fault{Path: answer[0], Times: -1, Effect: mpsim.Status{Code: 200, Body: answer[1]}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.simulator.ClearFaults)
}
