package accounts

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// canary is the secret of every account in these tests. It may be seen in Reveal alone.
const canary = "s3cr3t-canary"

// home is a new folder that only the owner can write to, whatever the umask.
func home(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// newStore is a store on a file that does not exist yet.
func newStore(t testing.TB) *Store {
	t.Helper()
	return New(Config{Path: filepath.Join(home(t), ".mp", "config.toml")})
}

// storeOf is a store on a file with a text.
func storeOf(t testing.TB, text string) *Store {
	t.Helper()
	s := newStore(t)
	write(t, s, text)
	return s
}

func write(t testing.TB, s *Store, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, s *Store) string {
	t.Helper()
	text, err := os.ReadFile(s.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}

func fields(name string) credential.Fields {
	return credential.Fields{Username: "sa." + name, Secret: credential.NewSecret(canary), ProjectID: "30184", Region: "EU"}
}

func credentials(t testing.TB, f credential.Fields) credential.Credentials {
	t.Helper()
	c, err := credential.New(f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustAdd(t testing.TB, s *Store, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := s.Add(t.Context(), name, credentials(t, fields(name))); err != nil {
			t.Fatalf("add %s: %v", name, err)
		}
	}
}

func resolve(t testing.TB, s *Store, name string) credential.Resolution {
	t.Helper()
	resolution, err := s.Resolve(t.Context(), credential.Request{Account: name})
	if err != nil {
		t.Fatalf("resolve %q: %v (%s)", name, err, mperr.Hint(err))
	}
	return resolution
}

func list(t testing.TB, s *Store) []credential.AccountInfo {
	t.Helper()
	infos, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return infos
}

// namesOf lists accounts as text, the default with a star.
func namesOf(infos []credential.AccountInfo) string {
	var out []string
	for _, info := range infos {
		out = append(out, info.Name+map[bool]string{true: "*"}[info.IsDefault])
	}
	return strings.Join(out, " ")
}

// everywhere is all that a value shows of itself.
func everywhere(value any) string {
	text, err := json.Marshal(value)
	return fmt.Sprintf("%v %+v %#v %s %q %s %v", value, value, value, value, value, text, err)
}

// wantSilent fails where a value shows the secret.
func wantSilent(t testing.TB, values ...any) {
	t.Helper()
	for _, value := range values {
		if shown := everywhere(value); strings.Contains(shown, canary) {
			t.Errorf("the secret is shown: %s", shown)
		}
	}
}

// wantConfig checks place, words and fix of an error, and that it keeps the secret.
func wantConfig(t testing.TB, s *Store, err error, line int, key, message, fix string) {
	t.Helper()
	wantSilent(t, err)
	bad, ok := errors.AsType[*mperr.ConfigError](err)
	if !ok {
		t.Errorf("error = %v, want ConfigError", err)
		return
	}
	if bad.Path != s.path || bad.Line != line || bad.Key != key || !strings.Contains(bad.Message, message) || !strings.Contains(mperr.Hint(err), fix) {
		t.Errorf("error = %s:%d key %q %q fix %q; want %s:%d key %q %q fix %q",
			bad.Path, bad.Line, bad.Key, bad.Message, bad.Fix, s.path, line, key, message, fix)
	}
}

const plain = `username = "u"
secret = "s3cr3t-canary"
project_id = "1"
region = "us"
`

func TestResolveSaysWhereItFoundTheAccount(t *testing.T) {
	s := storeOf(t, "# c\n\n[accounts.prod]\n"+plain+"timezone = \"Europe/Berlin\"\nexport_time = \"Project\"\nbase_url = \"https://proxy.example\"\n")
	got := resolve(t, s, "prod")
	if got.Source != s.path+":3" || got.Account != "prod" {
		t.Errorf("source %q of account %q", got.Source, got.Account)
	}
	want := credentials(t, credential.Fields{
		Username: "u", Secret: credential.NewSecret(canary), ProjectID: "1", Region: "us", Timezone: "Europe/Berlin",
		ExportTime: "project", BaseURL: "https://proxy.example",
	})
	if !got.Credentials.Equal(want) {
		t.Errorf("credentials = %v of zone %q at %q", got.Credentials, got.Credentials.Timezone(), got.Credentials.BaseURL())
	}
}

func TestPlainTextSecretWorksAndIsRemarkedOn(t *testing.T) {
	s := storeOf(t, "[accounts.prod]\n"+plain)
	got := resolve(t, s, "prod")
	if got.Credentials.Secret().Reveal() != canary {
		t.Error("another secret")
	}
	want := fmt.Sprintf(`the secret of account "prod" is stored in plain text (%s:3); mp auth remove and mp auth add encrypt it`, s.path)
	if len(got.Notes) != 1 || got.Notes[0] != want {
		t.Errorf("notes = %q, want %q", got.Notes, want)
	}
	mustAdd(t, s, "sealed")
	if notes := resolve(t, s, "sealed").Notes; len(notes) != 0 {
		t.Errorf("notes of an encrypted secret: %q", notes)
	}
	wantSilent(t, got, got.Notes)
}

func TestDefaultIsTheFirstUsableAccountWhereTheFileNamesNone(t *testing.T) {
	for _, text := range []string{"", "default = \"\"\n"} {
		s := storeOf(t, text+"[accounts.oauth]\ntype = \"oauth_browser\"\n[accounts.b]\n"+plain+"[accounts.a]\n"+plain)
		if got := resolve(t, s, "").Account; got != "b" {
			t.Errorf("default = %q, want b", got)
		}
		if got := namesOf(list(t, s)); got != "b* a" {
			t.Errorf("accounts = %s", got)
		}
	}
}

func TestDefaultThatIsNotInTheFileIsNotReplacedSilently(t *testing.T) {
	s := storeOf(t, "# c\ndefault = \"gone\"\n[accounts.a]\n"+plain)
	_, err := s.Resolve(t.Context(), credential.Request{})
	wantConfig(t, s, err, 2, "default", `default names account "gone", which is not in the file`, "run mp auth switch with one of: a")
	if got := namesOf(list(t, s)); got != "a" {
		t.Errorf("accounts = %s, want a without a default", got)
	}
	if got := resolve(t, s, "a").Account; got != "a" {
		t.Errorf("account = %q", got)
	}
	if err := s.SetDefault(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if got := resolve(t, s, "").Account; got != "a" {
		t.Errorf("default = %q", got)
	}
}

func TestNamesThatSomebodyTypedAreRead(t *testing.T) {
	for quoted, name := range map[string]string{
		`"my acct"`: "my acct", `'a.b'`: "a.b", `"é☃"`: "é☃", `"q\"q"`: `q"q`, "ok_-1": "ok_-1", `"` + strings.Repeat("x", 200) + `"`: strings.Repeat("x", 200),
	} {
		s := storeOf(t, "[accounts."+quoted+"]\n"+plain)
		if got := resolve(t, s, name).Account; got != name {
			t.Errorf("account = %q, want %q", got, name)
		}
		if err := s.SetDefault(t.Context(), name); err != nil {
			t.Errorf("switch to %q: %v", name, err)
		}
		if got := namesOf(list(t, s)); got != name+"*" {
			t.Errorf("accounts = %s", got)
		}
		if next, err := s.Remove(t.Context(), name); err != nil || next != "" || read(t, s) != "" {
			t.Errorf("remove %q = %q, %v; left %q", name, next, err, read(t, s))
		}
	}
}

func TestNewNamesKeepToTheRule(t *testing.T) {
	s := newStore(t)
	for _, name := range []string{"", " ", "a b", "a.b", "é", "a\n", strings.Repeat("x", 65), `"`} {
		_, err := s.Add(t.Context(), name, credentials(t, fields("u")))
		if bad, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || bad.Argument != "name" {
			t.Errorf("add %q = %v, want InvalidArgument of name", name, err)
		}
	}
	_, err := s.Add(t.Context(), "a", credential.Credentials{})
	if bad, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || bad.Argument != "credentials" {
		t.Errorf("add without credentials = %v", err)
	}
	f := fields("u")
	f.Secret = credential.NewSecret(canary + "\xff")
	_, err = s.Add(t.Context(), "a", credentials(t, f))
	if bad, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || bad.Argument != "secret" {
		t.Errorf("add with a secret of bytes = %v", err)
	}
	wantSilent(t, err)
	if _, err := os.Stat(filepath.Dir(s.path)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a refused account made something: %v", err)
	}
	mustAdd(t, s, strings.Repeat("x", 64), "_-9")
}
