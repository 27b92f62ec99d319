package plugin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestManifestIsReadAndUnknownKeysAreLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mp-credential-vault.toml")
	text := `
kind = "credential"
name = "vault"
version = "1.2.0"
protocol = 1
description = "credentials from a vault"
env = ["VAULT_ADDR", "HOME"]
secret_env = ["VAULT_TOKEN"]
homepage = "https://example.com"
[settings]
mount = "where the store is mounted"
[future]
key = { nested = [1, 2] }
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := readManifest(path, Credential, "vault")
	if err != nil {
		t.Fatal(err)
	}
	want := Manifest{
		Kind: Credential, Name: "vault", Version: "1.2.0", Protocol: 1, Description: "credentials from a vault",
		Env: []string{"VAULT_ADDR", "HOME"}, SecretEnv: []string{"VAULT_TOKEN"},
		Settings: map[string]string{"mount": "where the store is mounted"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestManifestSaysWhatIsWrongWithIt(t *testing.T) {
	const good = "kind = \"credential\"\nname = \"vault\"\nprotocol = 1\n"
	for _, c := range []struct {
		name, text, problem string
		protocol            bool
	}{
		{"empty", "", `for a "" plugin`, true},
		{"syntax", good + "env = [\n\x00", "not valid TOML at line 5", false},
		{"wrong type", "kind = \"credential\"\nname = 3", "not as it should be", false},
		{"wrong type of a setting", good + "[settings]\nx = 1", "not as it should be", false},
		{"kind", strings.Replace(good, "credential", "storage", 1), `for a "storage" plugin, not for a credential plugin`, true},
		{"name", strings.Replace(good, "vault", "safe", 1), `for a plugin named "safe"`, true},
		{"newer protocol", strings.Replace(good, "= 1", "= 2", 1), "speaks protocol 2, and this mp speaks 1", true},
		{"no protocol", strings.Replace(good, "protocol = 1", "", 1), "speaks protocol 0", true},
		{"value in env", good + `env = ["MP_SECRET=abc"]`, "no environment variable's name", false},
		{"empty name in env", good + `secret_env = [""]`, "no environment variable's name", false},
		{"escape sequence", strings.Replace(good, "vault", `\u001b[31mx`, 1), `named "x"`, true},
	} {
		m, err := parseManifest([]byte(c.text))
		if err == nil {
			err = m.check(Credential, "vault")
		}
		problem, ok := errors.AsType[*fault](err)
		if !ok {
			t.Errorf("%s: got %v, want a fault", c.name, err)
			continue
		}
		if !strings.Contains(problem.problem, c.problem) || problem.protocol != c.protocol || problem.fix == "" {
			t.Errorf("%s: got %+v, want %q", c.name, *problem, c.problem)
		}
	}
}

func TestAStoragePluginMayNotAskForCredentials(t *testing.T) {
	dir := shelf(t)
	path := filepath.Join(dir, "mp-storage-nosy.toml")
	for _, c := range []struct{ text, problem string }{
		{"env = [\"HOME\", \"MP_SECRET\"]", "asks for MP_SECRET in env at line 5,"},
		{"# \"MP_USERNAME\"\nsecret_env = [\n  'PGPASSWORD',\n  'MP_USERNAME', # the user\n]", "asks for MP_USERNAME in secret_env at line 8,"},
		{"description = \"\"\nenv = [\"mp_region\"]", "asks for mp_region in env at line 6,"},
		{"env = [\"MP\\u005fPROJECT_ID\"]", "asks for MP_PROJECT_ID in env,"},
		{"env = [\"MP_TIMEZONE\"]", "asks for MP_TIMEZONE in env at line 5,"},
		{"env = [\"MP_API_BASE_URL\"]", "asks for MP_API_BASE_URL in env at line 5,"},
	} {
		put(t, path, manifestFor(Storage, "nosy")+c.text+"\n", 0o600)
		_, err := readManifest(path, Storage, "nosy")
		problem, ok := errors.AsType[*fault](err)
		if !ok || !problem.protocol || !strings.Contains(problem.problem, c.problem) || problem.fix == "" {
			t.Errorf("%s: got %v, want %q", c.text, err, c.problem)
		}
	}
	put(t, path, manifestFor(Storage, "nosy")+"env = [\"MP_DB\", \"MP_SECRETS\"]\n", 0o600)
	if _, err := readManifest(path, Storage, "nosy"); err != nil {
		t.Errorf("other variables: %v", err)
	}
	path = filepath.Join(dir, "mp-credential-nosy.toml")
	put(t, path, manifestFor(Credential, "nosy")+"env = [\"MP_SECRET\"]\n", 0o600)
	if _, err := readManifest(path, Credential, "nosy"); err != nil {
		t.Errorf("a credential plugin: %v", err)
	}
}

func TestWrongProtocolSaysWhichSideToUpgrade(t *testing.T) {
	if f := wrongProtocol(Storage, 9); !strings.Contains(f.fix, "newer mp") {
		t.Errorf("for a newer plugin: %q", f.fix)
	}
	if f := wrongProtocol(Storage, 0); !strings.Contains(f.fix, "newer version of the plugin") {
		t.Errorf("for an older plugin: %q", f.fix)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add("kind = \"credential\"\nname = \"vault\"\nprotocol = 1\nenv = [\"A\"]\n[settings]\nx = \"y\"\n")
	f.Add("[[settings]]\n= \x00 'a' \"\"\"")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parseManifest([]byte(text))
		if err == nil {
			err = m.check(Credential, "vault")
		}
		if err == nil {
			return
		}
		problem, ok := errors.AsType[*fault](err)
		if !ok {
			t.Fatalf("%q gave %v, want a fault", text, err)
		}
		if !utf8.ValidString(problem.problem) || problem.problem != clean(problem.problem) || len(problem.problem) > 400 {
			t.Errorf("%q gave the problem %q", text, problem.problem)
		}
	})
}
