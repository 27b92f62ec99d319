package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/mixpanel-data/mp/internal/built"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

// The scripts in testdata/script drive the built programs: real child processes, real HTTP, real files. Each has an empty
// HOME and a simulator of its own with a project of ten days in January 2026, one of before 2023 with ten days around the
// change of clocks of November 2025, and one of the last ten days; see setup.

func TestMain(m *testing.M) {
	code := m.Run()
	built.Remove()
	os.Exit(code)
}

func TestScripts(t *testing.T) {
	programs, err := built.Dir()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               func(env *testscript.Env) error { return setup(env, programs) },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fault":    fault,
			"status":   status,
			"requests": requests,
			"nosecret": noSecret,
			"arrow":    readArrow,
			"parquet":  readParquet,

			"stall":         stall,
			"signal":        interrupt,
			"crash":         crash,
			"while-running": whileRunning,
			"end-running":   endRunning,
			"outlive":       outlive,
			"terminal":      terminal,
		},
	})
}

// canary is the secret of every script; nosecret looks for it everywhere.
const (
	canary    = "canary-5ecret-9f3a"
	projectID = 424242
	// oldProject exports the wall clock of America/New_York.
	oldProject = 232323
	// recentProject has events until yesterday: names and properties are listed of the last 31 days.
	recentProject = 636363
)

// world is what a script has beside its files.
type world struct {
	simulator *mpsim.Server
	// stalled counts the exports that stall has brought to a stop.
	stalled atomic.Int64
	running *running
}

type worldKey struct{}

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

func setup(env *testscript.Env, programs string) error {
	first, err := mpsim.ParseDay("2026-01-01")
	if err != nil {
		return err
	}
	autumn, err := mpsim.ParseDay("2025-10-28")
	if err != nil {
		return err
	}
	roles := map[int64]mpsim.Role{projectID: mpsim.Analyst, oldProject: mpsim.Analyst, recentProject: mpsim.Analyst}
	server, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{
			{ID: projectID, Seed: 7, First: first, Days: 10, Events: 5000, Timezone: "Europe/Lisbon"},
			{ID: oldProject, Seed: 8, First: autumn, Days: 10, Events: 3000, Timezone: "America/New_York", ExportTime: mpsim.ExportProject},
			{ID: recentProject, Seed: 9, Days: 10, Events: 3000, Users: 100},
		},
		Limits:   limitsOf(env.WorkDir),
		Accounts: []mpsim.Account{{Username: "sa", Secret: canary, Roles: roles}},
	})
	if err != nil {
		return err
	}
	web := httptest.NewServer(server)
	env.Defer(func() {
		server.Close()
		web.Close()
	})
	env.Values[worldKey{}] = &world{simulator: server}
	home := filepath.Join(env.WorkDir, "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		return err
	}
	env.Setenv("HOME", home)
	env.Setenv("PATH", programs+string(os.PathListSeparator)+os.Getenv("PATH"))
	env.Setenv("PROGRAMS", programs)
	env.Setenv("MP_API_BASE_URL", web.URL)
	env.Setenv("CANARY", canary)
	return nil
}

// fault injects a fault: fault '{"kind":"status","with":{"code":500}}'; fault clear forgets all.
func fault(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fault JSON|clear")
	}
	if args[0] == "clear" {
		worldOf(ts).simulator.ClearFaults()
		return
	}
	var parsed mpsim.Fault
	ts.Check(parsed.UnmarshalJSON([]byte(args[0])))
	ts.Check(worldOf(ts).simulator.Inject(parsed))
}

// stalling is a stall that is noticed.
type stalling struct {
	mpsim.Stall

	count *atomic.Int64
}

func (s stalling) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, clock mpsim.Clock) {
	s.count.Add(1)
	s.Stall.Answer(w, r, next, clock)
}

// stall stops every export that starts on a day after some bytes: stall 2026-01-09; or pages of profiles: stall pages.
func stall(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: stall DAY|pages")
	}
	stalled := mpsim.Fault{
		Path: "/api/2.0/export", Query: "from_date=" + args[0], Times: -1,
		Effect: stalling{mpsim.Stall{After: 1000}, &worldOf(ts).stalled},
	}
	if args[0] == "pages" { // all but the first two
		stalled.Path, stalled.Query, stalled.Skip = "/api/query/engage", "", 2
	}
	ts.Check(worldOf(ts).simulator.Inject(stalled))
}

// status runs a program and expects an exit status: status 4 mp auth show nobody.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM [ARG ...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%s ended with %s, want status %s", args[1], got, args[0])
	}
}

// requests compares the number of requests that the simulator has answered: requests /api/2.0/export 2.
func requests(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: requests PATH N")
	}
	n := 0
	for _, request := range worldOf(ts).simulator.Requests() {
		if request.Path == args[0] {
			n++
		}
	}
	if strconv.Itoa(n) != args[1] {
		ts.Fatalf("%d requests for %s, want %s", n, args[0], args[1])
	}
}

// noSecret looks for the canary in every file below the script's folder, but for the scripts' own inputs.
func noSecret(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: nosecret")
	}
	root := ts.MkAbs(".")
	ts.Check(filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.Contains(filepath.Base(path), "input") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.Contains(string(text), canary) {
			return fmt.Errorf("the secret is in %s", path)
		}
		return nil
	}))
}
