package settings

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadGivesDefaultsWithoutAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "config.toml")
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{Path: path, Credentials: []string{"env", "file"}, Storage: "duckdb"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadReadsThePluginsTableAndLeavesOthersAlone(t *testing.T) {
	path := write(t, `
default = "prod"
[accounts.prod]
username = "sa"
[active]
account = 7
[plugins]
credentials = ["vault"]
storage = "jsonl"
[plugins.settings.jsonl]
threads = 2
sync = true
dir = "x"
`)
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Path: path, Credentials: []string{"vault"}, Storage: "jsonl",
		Plugins: map[string]map[string]string{"jsonl": {"threads": "2", "sync": "true", "dir": "x"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadPassesOverAByteOrderMark(t *testing.T) {
	got, err := Load(write(t, "\ufeff[plugins]\nstorage = \"jsonl\"\n"))
	if err != nil || got.Storage != "jsonl" {
		t.Errorf("Load = %v, %v; want jsonl", got.Storage, err)
	}
}

func TestLoadTakesAnEmptyChainAtItsWord(t *testing.T) {
	got, err := Load(write(t, "[plugins]\ncredentials = []\n"))
	if err != nil || len(got.Credentials) != 0 {
		t.Errorf("Load = %v, %v; want no credential plugins", got.Credentials, err)
	}
}

func TestLoadNamesPlaceAndNeverQuotesTheFile(t *testing.T) {
	for _, text := range []string{
		"default = \"a\"\n[accounts.a]\nsecret = \"s3cr3t\" \"s3cr3t\"\n",
		"[plugins]\n\nstorage = 3 # s3cr3t\n",
		"[plugins]\n\ncredentials = \"s3cr3t\"\n",
		"a = 1\nb = 2\n\x00 s3cr3t",
	} {
		path := write(t, text)
		_, err := Load(path)
		config, ok := errors.AsType[*mperr.ConfigError](err)
		if !ok || config.Path != path || config.Line != 3 {
			t.Errorf("Load(%q) = %#v, want ConfigError at line 3", text, err)
			continue
		}
		if shown, _ := config.MarshalJSON(); strings.Contains(string(shown), "s3cr3t") {
			t.Errorf("error quotes the file: %s", shown)
		}
	}
}

func TestLoadNamesTheKeysThatMeanNothing(t *testing.T) {
	got, err := Load(write(t, "[plugins]\nstorag = \"jsonl\"\nstorage = \"duckdb\"\nchain = []\n[other]\nx = 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"chain", "storag"}, got.Unknown); diff != "" {
		t.Error(diff)
	}
}

func TestLoadRefusesASettingThatIsNoSingleValue(t *testing.T) {
	for _, value := range []string{"[1, 2]", "{a = 1}", "2026-01-01"} {
		_, err := Load(write(t, "[plugins.settings.duckdb]\nthreads = "+value+"\n"))
		config, ok := errors.AsType[*mperr.ConfigError](err)
		if !ok || config.Key != "plugins.settings.duckdb.threads" {
			t.Errorf("threads = %s: %v, want a ConfigError that names the key", value, err)
		}
	}
}

func TestLoadRefusesAHugeFile(t *testing.T) {
	fits := "[plugins]\nstorage = \"jsonl\"\n#" + strings.Repeat("x", maxSize)
	if got, err := Load(write(t, fits[:maxSize])); err != nil || got.Storage != "jsonl" {
		t.Errorf("at the limit: %v, %v", got.Storage, err)
	}
	if _, err := Load(write(t, fits)); !errors.Is(err, mperr.ErrConfig) {
		t.Errorf("above the limit: %v, want a configuration error", err)
	}
}

func TestLoadRefusesAFolder(t *testing.T) {
	if _, err := Load(t.TempDir()); !errors.Is(err, mperr.ErrConfig) {
		t.Errorf("Load(folder) = %v, want a configuration error", err)
	}
}

func TestPathFollowsTheEnvironment(t *testing.T) {
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, variable, home, want string }{
		{"an absolute path", "/x/y.toml", "/home/a", "/x/y.toml"},
		{"a relative path", "y.toml", "/home/a", filepath.Join(here, "y.toml")},
		{"no path", "", "/home/a", "/home/a/.mp/config.toml"},
		{"a relative home", "", "h", filepath.Join(here, "h", ".mp", "config.toml")},
		{"a tilde that the shell left", "~/c.toml", "/home/a", "/home/a/c.toml"},
		{"a tilde within the path", "/x/~/c.toml", "/home/a", "/x/~/c.toml"},
		{"another user's tilde", "~b/c.toml", "/home/a", filepath.Join(here, "~b", "c.toml")},
	} {
		got := Path(c.home, func(name string) (string, bool) { return c.variable, name == PathVariable })
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
