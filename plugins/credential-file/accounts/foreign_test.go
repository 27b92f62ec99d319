package accounts

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// shared is a file that another tool writes too.
const shared = `# Shared with another tool.
default = "team"   # the one I use

[active]
account = "browser"
workspace = 17

[accounts.browser]
type = "oauth_browser"
region = "us"
default_project = "99"

[accounts.team]   # ours
type = "service_account"
username = "u"
secret = "s3cr3t-canary"
project_id = "1"
region = "us"
default_project = "1"      # theirs, in our table
labels = ["a", "b"]

[accounts.odd]
x = 1

[targets.ecom]
account = "team"
project = "1"

[settings]
custom_header = { name = "X", value = '''
[accounts.ghost]
''' }
`

func TestAccountsOfAnotherToolAreLeftAlone(t *testing.T) {
	s := storeOf(t, shared)
	if got := namesOf(list(t, s)); got != "team* odd" {
		t.Errorf("accounts = %s, want team and the one that lacks something", got)
	}
	_, resolveErr := s.Resolve(t.Context(), credential.Request{Account: "browser"})
	_, getErr := s.Get(t.Context(), "browser")
	_, removeErr := s.Remove(t.Context(), "browser")
	for _, err := range []error{resolveErr, getErr, removeErr, s.SetDefault(t.Context(), "browser")} {
		wantConfig(t, s, err, 9, "accounts.browser.type", `account "browser" is not a service account, and belongs to another tool`, "one of the accounts that mp auth list shows")
	}
	_, err := s.Add(t.Context(), "browser", credentials(t, fields("b")))
	if !errors.As(err, new(*mperr.AccountExists)) {
		t.Errorf("add over another tool's account = %v", err)
	}
	if diff := cmp.Diff(shared, read(t, s)); diff != "" {
		t.Error(diff)
	}
}

func TestChangesKeepEveryOtherByte(t *testing.T) {
	for _, eol := range []string{"\n", "\r\n"} {
		before := strings.ReplaceAll(shared, "\n", eol)
		s := storeOf(t, before)
		mustAdd(t, s, "new")
		text := read(t, s)
		added, ok := strings.CutPrefix(text, before)
		if !ok || !strings.HasPrefix(added, eol+"[accounts.new]"+eol+"username = \"sa.new\""+eol+"secret = \"age:") {
			t.Fatalf("the file became %q", text)
		}
		if err := s.SetDefault(t.Context(), "new"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Replace(text, `default = "team"`, `default = "new"`, 1), read(t, s)); diff != "" {
			t.Error(diff)
		}
		if newDefault, err := s.Remove(t.Context(), "new"); err != nil || newDefault != "team" {
			t.Fatalf("remove = %q, %v", newDefault, err)
		}
		if diff := cmp.Diff(before, read(t, s)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestRemovingTheLastAccountClearsTheDefault(t *testing.T) {
	s := storeOf(t, shared)
	for _, name := range []string{"odd", "team"} {
		if newDefault, err := s.Remove(t.Context(), name); err != nil || newDefault != "" {
			t.Fatalf("remove %s = %q, %v", name, newDefault, err)
		}
	}
	start, end := strings.Index(shared, "\n[accounts.team]"), strings.Index(shared, "\n[targets.ecom]")
	want := strings.Replace(shared[:start]+shared[end:], "default = \"team\"   # the one I use\n", "", 1)
	if diff := cmp.Diff(want, read(t, s)); diff != "" {
		t.Error(diff)
	}
	_, err := s.Resolve(t.Context(), credential.Request{})
	if !errors.As(err, new(*mperr.CredentialsNotConfigured)) {
		t.Errorf("resolve = %v", err)
	}
}

func TestAnAccountThatLacksSomethingCanBeRemoved(t *testing.T) {
	s := storeOf(t, shared)
	_, err := s.Get(t.Context(), "odd")
	wantConfig(t, s, err, 22, "accounts.odd.username", `account "odd" has no username`, `write username = "…" under [accounts.odd]`)
	if newDefault, err := s.Remove(t.Context(), "odd"); err != nil || newDefault != "" {
		t.Errorf("remove = %q, %v", newDefault, err)
	}
	if want := strings.Replace(shared, "\n[accounts.odd]\nx = 1\n", "", 1); read(t, s) != want {
		t.Error(cmp.Diff(want, read(t, s)))
	}
}
