package accounts

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestTheFileIsWhereArgumentEnvironmentOrHomeSay(t *testing.T) {
	for _, tt := range []struct {
		name, given string
		env         map[string]string
		want        string
	}{
		{"argument first", "/arg.toml", map[string]string{"MP_CONFIG_PATH": "/env.toml", homeVariable(): "/home/a"}, "/arg.toml"},
		{"then the variable", "", map[string]string{"MP_CONFIG_PATH": "/x/../env.toml", homeVariable(): "/home/a"}, "/env.toml"},
		{"then home", "", map[string]string{homeVariable(): "/home/a"}, "/home/a/.mp/config.toml"},
		{"an empty variable is none", "", map[string]string{"MP_CONFIG_PATH": "", homeVariable(): "/home/a"}, "/home/a/.mp/config.toml"},
		{"a tilde that the shell left", "", map[string]string{"MP_CONFIG_PATH": "~/c.toml", homeVariable(): "/home/a"}, "/home/a/c.toml"},
	} {
		s := New(Config{Path: tt.given, LookupEnv: lookup(tt.env)})
		if s.noPath != nil || s.path != filepath.FromSlash(tt.want) {
			t.Errorf("%s: path = %q, %v; want %q", tt.name, s.path, s.noPath, tt.want)
		}
	}
}

func TestAPathThatCannotBeUsedFailsEachCall(t *testing.T) {
	for _, env := range []map[string]string{
		{"MP_CONFIG_PATH": "config.toml", homeVariable(): "/home/a"}, {"MP_CONFIG_PATH": "~/c.toml"}, {homeVariable(): "home"}, {}, nil,
	} {
		s := New(Config{LookupEnv: lookup(env)})
		for call, err := range allCalls(t, s) {
			if bad, ok := errors.AsType[*mperr.ConfigError](err); !ok || bad.Fix == "" {
				t.Errorf("%v: %s = %v, want ConfigError with a fix", env, call, err)
			}
		}
	}
	if _, err := New(Config{}).List(t.Context()); !errors.Is(err, mperr.ErrConfig) {
		t.Errorf("without an environment: %v", err)
	}
}

func lookup(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { value, ok := env[name]; return value, ok }
}

// ring is a keyring in memory.
type ring map[string]string

func (r ring) Get(service, user string) (string, error) {
	if key, ok := r[service+user]; ok {
		return key, nil
	}
	return "", errNoEntry
}

func (r ring) Set(service, user, key string) error {
	r[service+user] = key
	return nil
}

func TestEachFileHasItsOwnKeyInTheKeyring(t *testing.T) {
	keys, dir := ring{}, home(t)
	for _, name := range []string{"one.toml", "two.toml"} {
		s := New(Config{Path: filepath.Join(dir, name), Keyring: keys})
		mustAdd(t, s, "a", "b")
		if got := resolve(t, s, "b").Credentials.Secret().Reveal(); got != canary {
			t.Errorf("secret = %q", got)
		}
		if _, err := os.Stat(s.path + ".key"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a key file beside a keyring: %v", err)
		}
		wantSilent(t, read(t, s))
	}
	if len(keys) != 2 {
		t.Errorf("%d keys, want 2", len(keys))
	}
	clear(keys)
	s := New(Config{Path: filepath.Join(dir, "one.toml"), Keyring: keys})
	_, err := s.Resolve(t.Context(), credential.Request{Account: "a"})
	wantConfig(t, s, err, 5, "accounts.a.secret", "the keyring: has no key for this file", "run mp auth remove a")
}
