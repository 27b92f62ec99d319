package plugin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shortDir is a folder whose path is short enough for sockets, which t.TempDir's need not be.
func shortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "mpt") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func TestRunDirIsPrivateAndGoesAway(t *testing.T) {
	base := shortDir(t)
	dir, err := newRunDir([]string{base})
	if err != nil {
		t.Fatal(err)
	}
	sockets, work, err := dir.process()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir.path, sockets, work} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v, want 0700", path, info.Mode())
		}
	}
	if err := dir.remove(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(base); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestRunDirSweepsDeadHostsAndSparesLivingOnes(t *testing.T) {
	base := shortDir(t)
	living, err := newRunDir([]string{base})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = living.remove() }()
	dead, err := makeRunDir(base)
	if err != nil {
		t.Fatal(err)
	}
	// The kernel lets go of a dead host's lock, and of nothing else.
	if err := dead.lock.Close(); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(base, runPrefix+"1")
	other := filepath.Join(base, "mp-running")
	for _, path := range []string{half, other} {
		if err := os.MkdirAll(filepath.Join(path, "1"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	fresh, err := newRunDir([]string{base})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = fresh.remove() }()
	for path, want := range map[string]bool{living.path: true, fresh.path: true, other: true, dead.path: false, half: false} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: there = %v, want %v", path, err == nil, want)
		}
	}
}

func TestRunDirFallsBackToAShorterBase(t *testing.T) {
	long, short := filepath.Join(shortDir(t), strings.Repeat("long", 20)), shortDir(t)
	if err := os.MkdirAll(long, 0o700); err != nil {
		t.Fatal(err)
	}
	dir, err := newRunDir([]string{long, filepath.Join(short, "absent"), short})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = dir.remove() }()
	if filepath.Dir(dir.path) != short {
		t.Errorf("it is at %s, want it in %s", dir.path, short)
	}
}

func TestRunDirWithoutAPlaceSaysWhatWasTried(t *testing.T) {
	long, absent := "/"+strings.Repeat("long", 30), filepath.Join(shortDir(t), "absent")
	_, err := newRunDir([]string{long, absent, "relative"})
	problem, ok := errors.AsType[*fault](err)
	if !ok {
		t.Fatalf("got %v, want a fault", err)
	}
	for _, want := range []string{"too long for the path of a socket (121 bytes", absent, "relative is not an absolute path"} {
		if !strings.Contains(problem.problem, want) {
			t.Errorf("%q does not tell of %q", problem.problem, want)
		}
	}
	if problem.fix == "" {
		t.Error("there is no fix")
	}
}

func TestRunBasesComeFromTheGivenEnvironment(t *testing.T) {
	lookup := func(name string) (string, bool) { return "/var/x", name == "TMPDIR" || name == "TMP" }
	got := Config{LookupEnv: lookup}.runBases()
	if len(got) == 0 || got[0] != "/var/x" {
		t.Errorf("got %q, want /var/x first", got)
	}
	if got := (Config{LookupEnv: lookup, RunDir: "/run/mp"}).runBases(); len(got) != 1 || got[0] != "/run/mp" {
		t.Errorf("got %q, want the given folder alone", got)
	}
}
