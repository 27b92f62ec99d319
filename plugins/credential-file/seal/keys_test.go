package seal

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/zalando/go-keyring"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

const secret = "s3cr3t-canary \"é\\\n"

var place = Place{Account: "prod", Field: "secret"}

// memory is a keyring. Its zero value works.
type memory struct {
	mutex   sync.Mutex
	entries map[string]string
	err     error
	forgets bool
	hang    chan struct{}
}

func (m *memory) Get(service, user string) (string, error) {
	if m.hang != nil {
		<-m.hang
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.err != nil {
		return "", m.err
	}
	if text, ok := m.entries[service+"/"+user]; ok {
		return text, nil
	}
	return "", keyring.ErrNotFound
}

func (m *memory) Set(service, user, text string) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.entries == nil {
		m.entries = map[string]string{}
	}
	if !m.forgets {
		m.entries[service+"/"+user] = text
	}
	return m.err
}

func newKeys(t *testing.T, ring Keyring) *Keys {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return &Keys{File: filepath.Join(dir, "config.toml.key"), Name: "key of it", Keyring: ring}
}

func sealed(t *testing.T, keys *Keys) string {
	t.Helper()
	value, err := keys.Seal(t.Context(), place, secret)
	if err != nil {
		t.Fatal(err)
	}
	if !IsSealed(value) || strings.Contains(value, "s3cr3t") {
		t.Fatalf("sealed value is %q", value)
	}
	return value
}

func wantOpen(t *testing.T, keys *Keys, value string) {
	t.Helper()
	if got, err := keys.Open(t.Context(), place, value); err != nil || got != secret {
		t.Errorf("Open = %q, %v", got, err)
	}
}

func TestKeyIsKeptInTheKeyring(t *testing.T) {
	ring := &memory{}
	keys := newKeys(t, ring)
	first := sealed(t, keys)
	if len(ring.entries) != 1 || !strings.HasPrefix(ring.entries["mp/key of it"], "AGE-SECRET-KEY-1") {
		t.Errorf("keyring holds %d entries, want one key of mp", len(ring.entries))
	}
	if _, err := os.Stat(keys.File); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a key file was made beside the keyring: %v", err)
	}
	second := sealed(t, keys)
	if first == second {
		t.Error("the same secret is sealed to the same text twice")
	}
	wantOpen(t, keys, first)
	wantOpen(t, keys, second)
}

func TestKeyIsKeptInAFileWithoutAKeyring(t *testing.T) {
	for name, ring := range map[string]Keyring{
		"none": nil, "fails": &memory{err: errors.New("no Secret Service")}, "forgets": &memory{forgets: true},
		"holds something else": &memory{entries: map[string]string{"mp/key of it": "hunter2"}},
	} {
		keys := newKeys(t, ring)
		value := sealed(t, keys)
		info, err := os.Stat(keys.File)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%s: key file %v, %v", name, info, err)
		}
		before, _ := os.ReadFile(keys.File)
		wantOpen(t, keys, value)
		wantOpen(t, keys, sealed(t, keys))
		if after, _ := os.ReadFile(keys.File); string(after) != string(before) {
			t.Errorf("%s: the key file changed", name)
		}
	}
}

func TestKeyFileOpensAlsoWhereThereIsAKeyringNow(t *testing.T) {
	keys := newKeys(t, nil)
	old := sealed(t, keys)
	keys.Keyring = &memory{}
	fresh := sealed(t, keys)
	wantOpen(t, keys, old)
	wantOpen(t, keys, fresh)

	keys.Keyring = nil
	wantOpen(t, keys, old)
	_, err := keys.Open(t.Context(), place, fresh)
	missing, ok := errors.AsType[*NoKeyError](err)
	if !ok || len(missing.Tried) != 2 || !strings.Contains(err.Error(), "has another key") || !strings.Contains(err.Error(), "none in this session") {
		t.Errorf("Open without the keyring = %v", err)
	}
}

func TestLostKeyIsSaidForEachPlace(t *testing.T) {
	ring := &memory{}
	keys := newKeys(t, ring)
	value := sealed(t, keys)
	clear(ring.entries)
	_, err := keys.Open(t.Context(), place, value)
	want := "the key that opens the encrypted value is not at hand: " + keys.File + ": does not exist; the keyring: has no key for this file"
	if err == nil || err.Error() != want {
		t.Errorf("Open = %v, want %s", err, want)
	}
	ring.err = errors.New("locked")
	if _, err = keys.Open(t.Context(), place, value); err == nil || !strings.HasSuffix(err.Error(), "the keyring: locked") {
		t.Errorf("Open = %v", err)
	}
}

func TestValueIsBoundToItsPlace(t *testing.T) {
	keys := newKeys(t, nil)
	value := sealed(t, keys)
	for _, other := range []Place{{"staging", "secret"}, {"prod", "password"}, {"", ""}} {
		got, err := keys.Open(t.Context(), other, value)
		moved, ok := errors.AsType[*MovedError](err)
		if !ok || moved.From != place || got != "" {
			t.Errorf("Open for %v = %q, %v", other, got, err)
		}
	}
}

func TestDamagedValueIsSaidToBe(t *testing.T) {
	keys := newKeys(t, nil)
	value := sealed(t, keys)
	body, err := base64.StdEncoding.DecodeString(value[len(prefix):])
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte(nil), body...)
	flipped[len(flipped)-1] ^= 1
	for name, bad := range map[string]string{
		"empty": "age:", "no base64": "age:*", "no age file": "age:aGVsbG8=", "cut": value[:len(value)/2/4*4],
		"end cut": prefix + base64.StdEncoding.EncodeToString(body[:len(body)-3]), "bit flipped": prefix + base64.StdEncoding.EncodeToString(flipped),
		"typed behind": value + "x",
	} {
		if got, err := keys.Open(t.Context(), place, bad); !errors.Is(err, ErrDamaged) || got != "" {
			t.Errorf("%s: Open = %q, %v; want damaged", name, got, err)
		}
	}
}

func TestKeyFileThatCannotBeTrustedIsAConfigError(t *testing.T) {
	keys := newKeys(t, nil)
	value := sealed(t, keys)
	if err := os.Chmod(keys.File, 0o644); err != nil {
		t.Fatal(err)
	}
	_, openErr := keys.Open(t.Context(), place, value)
	_, sealErr := keys.Seal(t.Context(), place, secret)
	for _, err := range []error{openErr, sealErr} {
		if refused, ok := errors.AsType[*mperr.ConfigError](err); !ok || refused.Fix != "run chmod 600 "+keys.File {
			t.Errorf("error = %v, want ConfigError with chmod", err)
		}
	}
	for _, text := range []string{"", "# only a comment\n", "AGE-SECRET-KEY-1NOTAKEY\n"} {
		if err := errors.Join(os.Chmod(keys.File, 0o600), os.WriteFile(keys.File, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
		_, err := keys.Open(t.Context(), place, value)
		if refused, ok := errors.AsType[*mperr.ConfigError](err); !ok || refused.Path != keys.File || strings.Contains(err.Error(), "NOTAKEY") {
			t.Errorf("error = %v, want ConfigError that does not quote", err)
		}
	}
}

func TestHangingKeyringIsGivenUp(t *testing.T) {
	keys := newKeys(t, nil)
	byFile := sealed(t, keys)
	elsewhere := newKeys(t, nil)
	other := sealed(t, elsewhere)
	synctest.Test(t, func(t *testing.T) {
		ring := &memory{hang: make(chan struct{})}
		keys.Keyring = ring
		defer close(ring.hang)
		wantOpen(t, keys, byFile)
		wantOpen(t, keys, sealed(t, keys))
		_, err := keys.Open(t.Context(), place, other)
		if err == nil || !strings.Contains(err.Error(), "did not answer within 2s") {
			t.Errorf("Open = %v", err)
		}
		canceled, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := keys.Open(canceled, place, other); !errors.Is(err, context.Canceled) {
			t.Errorf("canceled Open = %v", err)
		}
		if _, err := keys.Seal(canceled, place, secret); !errors.Is(err, context.Canceled) {
			t.Errorf("canceled Seal = %v", err)
		}
	})
}

func TestOSKeyringNeedsASessionOnUnix(t *testing.T) {
	session := func(address string) Keyring {
		return OSKeyring(func(string) (string, bool) { return address, address != "" })
	}
	if isKeyringAlwaysThere {
		if session("") == nil {
			t.Error("no keyring")
		}
		return
	}
	for address, want := range map[string]bool{"": false, "autolaunch:": false, "unix:path=/run/user/1000/bus": true} {
		if got := session(address) != nil; got != want {
			t.Errorf("keyring with address %q: %v, want %v", address, got, want)
		}
	}
}
