package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestDemoEnvironmentHasNoVariableOfTheUsersOwnAccount(t *testing.T) {
	got := demoEnv([]string{"PATH=/bin", "MP_SECRET=canary", "MP_ACCOUNT=prod", "MP_CONFIG_PATH=/mine", "HOME=/h"}, "/d", "http://x")
	want := []string{"PATH=/bin", "HOME=/h", "MP_API_BASE_URL=http://x", "MP_CONFIG_PATH=/d/config.toml", "MP_DB=/d/demo.duckdb"}
	if !slices.Equal(got, want) {
		t.Errorf("environment %q, want %q", got, want)
	}
	if len(got)-demoVariables != slices.Index(got, "MP_API_BASE_URL=http://x") {
		t.Errorf("the last %d variables are not those that are shown", demoVariables)
	}
}

func TestDemoDirIsEmptiedOnlyWhereADemonstrationMadeIt(t *testing.T) {
	s, dir := newApp(""), filepath.Join(t.TempDir(), "new", "demo")
	for range 2 {
		got, err := s.demoDir(dir)
		if err != nil || got != dir {
			t.Fatalf("demoDir = %q, %v; want %q", got, err, dir)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Fatalf("the folder has %v, %v; want the mark alone", entries, err)
		}
		if err := os.WriteFile(filepath.Join(dir, "demo.duckdb"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	foreign := t.TempDir()
	mine := filepath.Join(foreign, "mine")
	if err := os.WriteFile(mine, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{foreign, mine} {
		if _, err := s.demoDir(dir); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
			t.Errorf("demoDir(%s) = %v, want INVALID_ARGUMENT", dir, err)
		}
	}
	if _, err := os.Stat(mine); err != nil {
		t.Errorf("a foreign file is gone: %v", err)
	}
}

func TestDemoDirNeedsAHomeOrAFolder(t *testing.T) {
	if dir, err := newApp("").demoDir(""); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("demoDir = %q, %v; want INVALID_ARGUMENT", dir, err)
	}
}

func TestDemoIsInTheHomeFolderThatTheRestOfTheProgramUses(t *testing.T) {
	s, unix, windows := newApp(""), t.TempDir(), t.TempDir()
	s.lookupEnv = func(name string) (string, bool) {
		home, ok := map[string]string{"HOME": unix, "USERPROFILE": windows}[name]
		return home, ok
	}
	want := filepath.Join(host.Home(s.lookupEnv), ".mp", "demo")
	if dir, err := s.demoDir(""); err != nil || dir != want {
		t.Errorf("demoDir = %q, %v; want %q", dir, err, want)
	}
}

func TestDemoRefusesFewerEventsThanNone(t *testing.T) {
	s := newApp("")
	if status := s.runs(t, "demo", "--events", "-1", "--dir", t.TempDir()); status != 3 {
		t.Errorf("status %d: %s", status, s.stderr.String())
	}
}
