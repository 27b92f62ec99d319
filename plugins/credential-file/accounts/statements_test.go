package accounts

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// TestStatements holds the file provider to the numbered statements of the Python tool's specification that concern it.
// The others are kept elsewhere: C3, C11 and C17 by plugins/credential-env and host/credential, C21 to C23 by sdk/mperr,
// C24 to C26 by sdk/result, C27 and C28 by host.
func TestStatements(t *testing.T) {
	t.Run("C1 an added account is there under its name", func(t *testing.T) {
		s := newStore(t)
		mustAdd(t, s, "production")
		got := resolve(t, s, "production")
		if !got.Credentials.Equal(credentials(t, fields("production"))) || got.Account != "production" {
			t.Errorf("resolved %v of account %q", got.Credentials, got.Account)
		}
	})
	t.Run("C2 no name means the designated default", func(t *testing.T) {
		s := newStore(t)
		mustAdd(t, s, "a", "b", "c")
		if err := s.SetDefault(t.Context(), "b"); err != nil {
			t.Fatal(err)
		}
		if got := resolve(t, s, "").Account; got != "b" {
			t.Errorf("default account = %q, want b", got)
		}
	})
	t.Run("C4 an unknown name is told with those that exist", unknownName)
	t.Run("C5 reading a missing file gives nothing and makes nothing", missingFile)
	t.Run("C6 add makes folder and file, and an account once", addOnce)
	t.Run("C7 regions are us, eu and in, written in lower case", regionsInLowerCase)
	t.Run("C8 the first account becomes the default, later ones do not", firstIsDefault)
	t.Run("C9 removing the default elects another or clears it", electAnother)
	t.Run("C10 default and get want a known name, and get shows no secret", knownName)
	t.Run("C12 nothing configured tells how to", func(t *testing.T) {
		for _, s := range []*Store{newStore(t), storeOf(t, ""), storeOf(t, "[settings]\nx = 1\n")} {
			_, err := s.Resolve(t.Context(), credential.Request{})
			if !errors.Is(err, mperr.ErrConfig) || !errors.As(err, new(*mperr.CredentialsNotConfigured)) || !strings.Contains(mperr.Hint(err), "mp auth add") {
				t.Errorf("error = %v, hint %q", err, mperr.Hint(err))
			}
		}
	})
	t.Run("C13 the secret shows nowhere", func(t *testing.T) {
		s := newStore(t)
		mustAdd(t, s, "a")
		resolution, infos := resolve(t, s, "a"), list(t, s)
		wantSilent(t, resolution, resolution.Credentials, infos, read(t, s), s)
	})
	t.Run("C14 a caller's changes do not reach the store", func(t *testing.T) {
		s := newStore(t)
		mustAdd(t, s, "a")
		list(t, s)[0].Name = "changed"
		if got := namesOf(list(t, s)); got != "a*" {
			t.Errorf("accounts = %s", got)
		}
	})
	t.Run("C15 all four fields are there and not empty", requiredFields)
	t.Run("C16 malformed TOML is told with its path", func(t *testing.T) {
		s := storeOf(t, "a = 1\n[accounts.a]\nsecret = \""+canary+"\n")
		_, err := s.List(t.Context())
		wantConfig(t, s, err, 3, "", "not valid TOML: a string is not closed on its line", "mend the line")
		if details := mperr.From(err).Details(); details["path"] != s.path {
			t.Errorf("details = %v", details)
		}
	})
	t.Run("C18 special characters come back as they were", specialCharacters)
	t.Run("C19 a file that cannot be read or written stays as it is", unusableFile)
	t.Run("C20 concurrent changes lose nothing", func(t *testing.T) { addInParallel(t, 6, 4) })
}

func addOnce(t *testing.T) {
	s := newStore(t)
	mustAdd(t, s, "a")
	first := read(t, s)
	for name, mode := range map[string]fs.FileMode{filepath.Dir(s.path): 0o700, s.path: 0o600, s.path + ".key": 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v; want mode %o", name, info, err, mode)
		}
	}
	_, err := s.Add(t.Context(), "a", credentials(t, fields("other")))
	if exists, ok := errors.AsType[*mperr.AccountExists](err); !ok || exists.AccountName != "a" {
		t.Errorf("second add = %v, want AccountExists", err)
	}
	if read(t, s) != first {
		t.Error("the refused add changed the file")
	}
}

func regionsInLowerCase(t *testing.T) {
	s := newStore(t)
	mustAdd(t, s, "a") // as EU
	if got := resolve(t, s, "a").Credentials.Region(); got != credential.EU || !strings.Contains(read(t, s), "region = \"eu\"\n") {
		t.Errorf("region %q in %s", got, read(t, s))
	}
	s = storeOf(t, strings.Replace("[accounts.a]\n"+plain, `"us"`, `"In"`, 1))
	if got := resolve(t, s, "a").Credentials.Region(); got != credential.IN {
		t.Errorf("region %q, want in", got)
	}
	s = storeOf(t, strings.Replace("[accounts.a]\n"+plain, `"us"`, `"moon"`, 1))
	_, err := s.Resolve(t.Context(), credential.Request{Account: "a"})
	wantConfig(t, s, err, 5, "accounts.a.region", `account "a" has a bad region "moon": not a Mixpanel region (allowed: us, eu, in)`, "mend region under [accounts.a]")
}

func knownName(t *testing.T) {
	s := newStore(t)
	mustAdd(t, s, "a")
	_, getErr := s.Get(t.Context(), "x")
	for _, err := range []error{getErr, s.SetDefault(t.Context(), "x")} {
		if !errors.As(err, new(*mperr.AccountNotFound)) {
			t.Errorf("error = %v, want AccountNotFound", err)
		}
	}
	info, err := s.Get(t.Context(), "a")
	want := credential.AccountInfo{Name: "a", Username: "sa.a", ProjectID: "30184", Region: credential.EU, IsDefault: true}
	if diff := cmp.Diff(want, info); diff != "" || err != nil {
		t.Errorf("%s %v", diff, err)
	}
	wantSilent(t, info)
}

func unknownName(t *testing.T) {
	s := newStore(t)
	mustAdd(t, s, "a", "b")
	_, err := s.Get(t.Context(), "x")
	missing, ok := errors.AsType[*mperr.AccountNotFound](err)
	if !ok || missing.Code() != "ACCOUNT_NOT_FOUND" || !strings.Contains(err.Error(), `"x"`) || !cmp.Equal(missing.AvailableAccounts, []string{"a", "b"}) {
		t.Errorf("Get = %#v", err)
	}
	// A provider says that it has none, so that the next one is asked; the chain makes AccountNotFound of it.
	_, err = s.Resolve(t.Context(), credential.Request{Account: "x"})
	absent, ok := errors.AsType[*mperr.CredentialsNotConfigured](err)
	if !ok || !strings.Contains(err.Error(), `"x"`) || !cmp.Equal(absent.AvailableAccounts, []string{"a", "b"}) {
		t.Errorf("Resolve = %#v", err)
	}
}

func missingFile(t *testing.T) {
	s := newStore(t)
	if infos := list(t, s); infos == nil || len(infos) != 0 {
		t.Errorf("accounts = %#v, want an empty list", infos)
	}
	_, getErr := s.Get(t.Context(), "a")
	_, removeErr := s.Remove(t.Context(), "a")
	_, resolveErr := s.Resolve(t.Context(), credential.Request{Account: "a"})
	if !errors.As(resolveErr, new(*mperr.CredentialsNotConfigured)) {
		t.Errorf("Resolve = %v, want CredentialsNotConfigured", resolveErr)
	}
	for _, err := range []error{getErr, removeErr, s.SetDefault(t.Context(), "a")} {
		if !errors.As(err, new(*mperr.AccountNotFound)) {
			t.Errorf("error = %v, want AccountNotFound", err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(filepath.Dir(s.path))); err != nil || len(entries) != 0 {
		t.Errorf("reading made %v, %v", entries, err)
	}
}

func firstIsDefault(t *testing.T) {
	for _, s := range []*Store{newStore(t), storeOf(t, "default = \"gone\"\n"), storeOf(t, "[accounts.o]\ntype = \"oauth_token\"\n")} {
		for _, name := range []string{"a", "b"} {
			info, err := s.Add(t.Context(), name, credentials(t, fields(name)))
			if err != nil || info.IsDefault != (name == "a") || info.Name != name {
				t.Errorf("Add(%s) = %+v, %v", name, info, err)
			}
		}
		if got := namesOf(list(t, s)); got != "a* b" {
			t.Errorf("accounts = %s", got)
		}
		if !strings.Contains(read(t, s), "default = \"a\"\n") {
			t.Errorf("the file names no default: %s", read(t, s))
		}
	}
}

func electAnother(t *testing.T) {
	s := newStore(t)
	mustAdd(t, s, "a", "b", "c")
	if _, err := s.Remove(t.Context(), "x"); !errors.As(err, new(*mperr.AccountNotFound)) {
		t.Errorf("remove of an unknown account = %v", err)
	}
	for _, step := range []struct{ remove, newDefault, left string }{
		{"b", "", "a* c"}, {"a", "c", "c*"}, {"c", "", ""},
	} {
		newDefault, err := s.Remove(t.Context(), step.remove)
		if err != nil || newDefault != step.newDefault || namesOf(list(t, s)) != step.left {
			t.Errorf("Remove(%s) = %q, %v; left %s", step.remove, newDefault, err, namesOf(list(t, s)))
		}
	}
	if got := read(t, s); got != "" {
		t.Errorf("file = %q after the last account, want it empty", got)
	}
	// Without the key, the first account is the default.
	s = storeOf(t, "[accounts.z]\n"+plain+"\n[accounts.y]\n"+plain)
	if newDefault, err := s.Remove(t.Context(), "z"); err != nil || newDefault != "y" || strings.Contains(read(t, s), "default") {
		t.Errorf("Remove = %q, %v; file %q", newDefault, err, read(t, s))
	}
}

func requiredFields(t *testing.T) {
	for i, key := range []string{"username", "secret", "project_id", "region"} {
		lines := strings.SplitAfter(plain, "\n")
		for _, tt := range []struct {
			line    string
			number  int
			message string
		}{
			{"", 2, "has no " + key},
			{key + " = \" \"\n", 3 + i, "has an empty " + key},
			{key + " = 5 # " + canary + "\n", 3 + i, "has a " + key + " that is a whole number and must be text in quotes"},
			{key + " = [\"" + canary + "\"]\n", 3 + i, "has a " + key + " that is a list"},
		} {
			text := strings.Join(lines[:i], "") + tt.line + strings.Join(lines[i+1:], "")
			s := storeOf(t, "default = \"a\"\n[accounts.a]\n"+text+"[accounts.b]\n"+plain)
			_, err := s.Resolve(t.Context(), credential.Request{})
			wantConfig(t, s, err, tt.number, "accounts.a."+key, `account "a" `+tt.message, "write "+key+" = ")
			if got := namesOf(list(t, s)); got != "a* b" {
				t.Errorf("accounts = %s, want a, which is still the default, and b", got)
			}
			wantConfig(t, s, s.SetDefault(t.Context(), "a"), tt.number, "accounts.a."+key, tt.message, key)
		}
	}
}

func specialCharacters(t *testing.T) {
	s := newStore(t)
	for i, text := range []string{
		`quotes " and ' and """ and '''`, `back\slash \n \u0041`, "a=b # c", "colon:colon:", "é☃ 漢字 \U0001F600", " spaces ", "[accounts.x]",
		"age looks sealed", strings.Repeat("x", 5000),
	} {
		name := string(rune('a' + i))
		secret := "age:" + text
		want := credentials(t, credential.Fields{Username: text, Secret: credential.NewSecret(secret), ProjectID: "1", Region: "us"})
		if _, err := s.Add(t.Context(), name, want); err != nil {
			t.Fatalf("add %q: %v", text, err)
		}
		got := resolve(t, s, name).Credentials
		if !got.Equal(want) {
			t.Errorf("%q came back as user name %q, secret %q", text, got.Username(), got.Secret().Reveal())
		}
		header := base64.StdEncoding.EncodeToString([]byte(got.Username() + ":" + got.Secret().Reveal()))
		if want := base64.StdEncoding.EncodeToString([]byte(text + ":" + secret)); header != want {
			t.Errorf("basic authorization = %s, want %s", header, want)
		}
	}
}

func unusableFile(t *testing.T) {
	s := storeOf(t, "[accounts.a]\n"+plain)
	before := read(t, s)
	if err := os.Chmod(s.path, 0o640); err != nil {
		t.Fatal(err)
	}
	for _, err := range allCalls(t, s) {
		wantConfig(t, s, err, 0, "", "can be read or written by others (mode 0640)", "run chmod 600 "+s.path)
	}
	if err := os.Chmod(s.path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(filepath.Dir(s.path), ".config.toml.tmp", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := s.Remove(t.Context(), "a")
	wantConfig(t, s, err, 0, "", "cannot be written and is unchanged", "check the disk")
	if read(t, s) != before {
		t.Error("the file changed")
	}
}
