//go:build linux

package faults_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// round is one fault at one point of one fetch, in a world of its own: a simulator, a home, a folder for sockets.
type round struct {
	t        testing.TB
	name     string
	dice     *rand.Rand
	programs string
	sim      *mpsim.Server
	clock    *stallClock
	address  string
	dir      string
	mode     string // "" for a new table, --append or --replace
	sessions []int  // of the programs started
	runs     int    // fetches
	well     bool   // a fetch has ended well
}

func newRound(t testing.TB, programs, name, mode string, dice *rand.Rand) *round {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "mpf") //nolint:usetesting // the test's own folder is named after it, too long for a socket in it
	if err != nil {
		t.Fatal(err)
	}
	r := &round{t: t, name: name, dice: dice, programs: programs, clock: newStallClock(), dir: dir, mode: mode}
	t.Cleanup(func() {
		for _, session := range r.sessions {
			killSession(session)
		}
		_ = os.RemoveAll(dir)
	})
	for _, below := range []string{"home", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, below), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r.sim = newSimulator(t, r.clock)
	listening, err := r.sim.Listen(t.Context(), "127.0.0.1:0", r.sim)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listening.Stop() })
	r.address = listening.URL
	return r
}

func (r *round) env() []string {
	return []string{
		"HOME=" + filepath.Join(r.dir, "home"), "TMPDIR=" + filepath.Join(r.dir, "tmp"), "PATH=/usr/bin:/bin",
		"MP_API_BASE_URL=" + r.address, "MP_USERNAME=" + username, "MP_SECRET=" + secret, "MP_PROJECT_ID=424242", "MP_REGION=us",
	}
}

// database is where the store is.
func (r *round) database() string {
	return filepath.Join(r.dir, "home", ".mp", "data", "424242.duckdb")
}

// command is the fetch that is repeated until it ends well.
func (r *round) command() []string {
	args := []string{
		"fetch", "events", "--from", firstDay, "--to", lastDay, "--chunk-days", "2", "--workers", "3",
		"--idle-timeout", "1s", "--no-progress",
	}
	switch r.mode {
	case "--append":
		return append(args, "--append", "--refetch")
	case "--replace":
		return append(args, "--replace")
	}
	return args
}

// prepared is a store whose table has the first unit, made once.
var prepared struct {
	once  sync.Once
	store []byte
}

// prepare puts a store with the first unit there where the round is about a table that is there already.
func (r *round) prepare() {
	r.t.Helper()
	if r.mode == "" {
		return
	}
	prepared.once.Do(func() {
		maker := newRound(r.t, r.programs, "the store to begin with", "", nil)
		maker.fetch(maker.start("fetch", "events", "--from", firstDay, "--to", unitEnd(0), "--chunk-days", "2"), 0)
		prepared.store, _ = os.ReadFile(maker.database())
	})
	if err := os.MkdirAll(filepath.Dir(r.database()), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(r.database(), prepared.store, 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// inject arms a fault for the export of a unit.
func (r *round) inject(unit, times int, effect mpsim.Effect) {
	r.t.Helper()
	err := r.sim.Inject(mpsim.Fault{
		Path: "/api/2.0/export", Query: "from_date=" + unitStarts[unit] + "&to_date=" + unitEnd(unit), Times: times, Effect: effect,
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// fetch runs the command and holds its exit status against what the fault may lead to.
func (r *round) fetch(p *program, may ...int) outcome {
	r.t.Helper()
	ended := p.wait()
	r.runs++
	r.well = r.well || ended.code == 0
	if !slices.Contains(may, ended.code) {
		r.t.Errorf("%s: exit status %d, want one of %v: %s", r.name, ended.code, may, ended.stderr)
	}
	return ended
}

// mostRepeats is how often the command may be repeated until it ends well: once is the rule, and a plugin that is just
// ending may cost another.
const mostRepeats = 3

// finish repeats the command without the fault. A new table may be there already, where the fault came too late.
func (r *round) finish() {
	r.t.Helper()
	r.sim.ClearFaults()
	for range mostRepeats {
		ended := r.start(append(r.command(), "--wait", "20s")...).wait()
		r.runs++
		if ended.code == 0 || r.mode == "" && codeOf(ended) == "TABLE_EXISTS" {
			return
		}
		r.t.Logf("%s: repeated, exit status %d: %s", r.name, ended.code, ended.stderr)
	}
	r.t.Errorf("%s: the same command does not end well", r.name)
}

// codeOf is the code of the error that a run ended with.
func codeOf(ended outcome) string {
	for line := range strings.Lines(ended.stderr) {
		var said struct {
			Error struct {
				Code string `json:"code"`
			} `json:"error"`
		}
		if json.Unmarshal([]byte(line), &said) == nil && said.Error.Code != "" {
			return said.Error.Code
		}
	}
	return ""
}
