package accounts

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// incomplete are the tables of accounts that lack something, each in its own way, and which key is at fault.
var incomplete = []struct{ text, key string }{
	{"[accounts.a]\n", "username"},
	{"[accounts.a]\nusername = 5\nsecret = \"s3cr3t-canary\"\nproject_id = \"1\"\nregion = \"us\"\n", "username"},
	{"[accounts.a]\nusername = \"u\"\nproject_id = \"1\"\nregion = \"us\"\n", "secret"},
	{"[accounts.a]\n" + strings.Replace(plain, `"us"`, `"mars"`, 1), "region"},
	{"[accounts.a]\n" + plain + "timezone = \"Mars/Base\"\n", "timezone"},
	{"[accounts.a]\n" + plain + "base_url = \"http://proxy.example\"\n", "base_url"},
	{"[accounts]\na = 3\n", ""},
}

func TestAnAccountThatLacksSomethingIsListedWithoutARegion(t *testing.T) {
	for _, tt := range incomplete {
		s := storeOf(t, tt.text+"[accounts.b]\n"+plain)
		infos := list(t, s)
		if len(infos) != 2 || infos[0].Name != "a" || infos[0].Region != "" || !infos[0].IsDefault || infos[1].Region != "us" {
			t.Errorf("%s\naccounts = %+v, want a, the default, without a region, and b", tt.text, infos)
		}
		wantSilent(t, infos)
		_, err := s.Get(t.Context(), "a")
		bad, ok := errors.AsType[*mperr.ConfigError](err)
		if !ok || bad.Key != strings.TrimSuffix("accounts.a."+tt.key, ".") || bad.Line == 0 || bad.Path != s.path || !strings.Contains(bad.Message, tt.key) {
			t.Errorf("%s\nGet = %#v, want the place of accounts.a.%s", tt.text, err, tt.key)
		}
	}
}

func TestWhatAnIncompleteAccountHasIsShown(t *testing.T) {
	s := storeOf(t, "[accounts.a]\nusername = \"u\"\nsecret = \"s3cr3t-canary\"\nproject_id = 7\n")
	want := []credential.AccountInfo{{Name: "a", Username: "u", IsDefault: true}}
	if diff := cmp.Diff(want, list(t, s)); diff != "" {
		t.Error(diff)
	}
}

func TestAnIncompleteAccountDoesNotLoseTheDefaultToANewOne(t *testing.T) {
	for _, tt := range incomplete {
		for _, explicit := range []string{"", "default = \"a\"\n"} {
			s := storeOf(t, explicit+tt.text)
			info, err := s.Add(t.Context(), "new", credentials(t, fields("new")))
			if _, cannotEdit := errors.AsType[*mperr.ConfigError](err); cannotEdit && strings.Contains(tt.text, "a = 3") {
				continue
			}
			if err != nil || info.IsDefault || namesOf(list(t, s)) != "a* new" {
				t.Errorf("%s%s\nAdd = %+v, %v; accounts = %s", explicit, tt.text, info, err, namesOf(list(t, s)))
			}
			if _, err := s.Resolve(t.Context(), credential.Request{}); !errors.As(err, new(*mperr.ConfigError)) {
				t.Errorf("%s%s\nResolve = %v, want what is wrong with the default", explicit, tt.text, err)
			}
		}
	}
}

func TestTheDefaultOfAnotherToolIsNotReplaced(t *testing.T) {
	s := storeOf(t, "default = \"o\"\n[accounts.o]\ntype = \"oauth_token\"\n")
	mustAdd(t, s, "a")
	if !strings.HasPrefix(read(t, s), "default = \"o\"\n") {
		t.Errorf("file = %q", read(t, s))
	}
}

func TestRemovingTheDefaultElectsAnAccountThatCouldBeUsed(t *testing.T) {
	for _, explicit := range []string{"", "default = \"a\"\n"} {
		want := map[string]string{"": "broken", "default = \"a\"\n": "c"}[explicit]
		s := storeOf(t, explicit+"[accounts.a]\n"+plain+"[accounts.broken]\n[accounts.c]\n"+plain)
		newDefault, err := s.Remove(t.Context(), "a")
		if err != nil || newDefault != want {
			t.Errorf("Remove = %q, %v; want %q", newDefault, err, want)
		}
		if got := namesOf(list(t, s)); !strings.Contains(got, want+"*") {
			t.Errorf("accounts = %s, want the default %s", got, want)
		}
	}
	s := storeOf(t, "default = \"a\"\n[accounts.a]\n"+plain+"[accounts.broken]\n")
	if newDefault, err := s.Remove(t.Context(), "a"); err != nil || newDefault != "broken" || strings.Contains(read(t, s), "default") {
		t.Errorf("Remove = %q, %v; file %q", newDefault, err, read(t, s))
	}
}

func TestEachIncompleteAccountCanBeRemoved(t *testing.T) {
	for _, tt := range incomplete {
		s := storeOf(t, tt.text+"[accounts.b]\n"+plain)
		if newDefault, err := s.Remove(t.Context(), "a"); err != nil || newDefault != "b" || namesOf(list(t, s)) != "b*" {
			t.Errorf("%s\nRemove = %q, %v; accounts = %s", tt.text, newDefault, err, namesOf(list(t, s)))
		}
	}
}
