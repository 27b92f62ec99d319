package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

const canary = "s3cr3t-canary"

var complete = map[string]string{"MP_USERNAME": "sa.1", "MP_SECRET": canary, "MP_PROJECT_ID": "30184", "MP_REGION": "eu"}

// with is the complete environment with changes.
func with(changes map[string]string) map[string]string {
	env := maps.Clone(complete)
	maps.Copy(env, changes)
	return env
}

func in(env map[string]string) *provider {
	return &provider{lookup: func(name string) (string, bool) { value, ok := env[name]; return value, ok }}
}

func resolve(t *testing.T, env map[string]string, account string) (credential.Resolution, error) {
	t.Helper()
	resolution, err := in(env).Resolve(t.Context(), credential.Request{Account: account})
	text := encoded(t, []any{resolution, resolution.Credentials})
	if shown := fmt.Sprintf("%v %+v %#v %s %v", resolution, resolution, resolution, text, err); strings.Contains(shown, canary) {
		t.Errorf("the secret is shown: %s", shown)
	}
	if err != nil {
		if text := encoded(t, mperr.From(err)); strings.Contains(text+mperr.Hint(err), canary) {
			t.Errorf("the secret is in the error: %s", text)
		}
	}
	return resolution, err
}

func encoded(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestCompleteEnvironmentAnswersForAnyAccount is statement C3 of the Python tool's specification: all four win over the
// file, which they do by standing first in the chain.
func TestCompleteEnvironmentAnswersForAnyAccount(t *testing.T) {
	want, err := credential.New(credential.Fields{Username: "sa.1", Secret: credential.NewSecret(canary), ProjectID: "30184", Region: "eu"})
	if err != nil {
		t.Fatal(err)
	}
	for _, account := range []string{"", "production"} {
		got, err := resolve(t, complete, account)
		if err != nil {
			t.Fatal(err)
		}
		if !got.Credentials.Equal(want) || got.Account != "" || got.Source != "environment variables MP_USERNAME, MP_SECRET, MP_PROJECT_ID, MP_REGION" {
			t.Errorf("asked for %q: %+v", account, got)
		}
	}
}

// TestIncompleteEnvironmentIsNotConfigured is statement C11: some of the four count as none, and the next provider is asked.
func TestIncompleteEnvironmentIsNotConfigured(t *testing.T) {
	for bits := range 1 << len(required) {
		env := map[string]string{"MP_TIMEZONE": "Europe/Berlin", "MP_REGION": " \t"}
		var present, missing []string
		for i, name := range required {
			if bits&(1<<i) != 0 {
				env[name] = complete[name]
				present = append(present, name)
			} else {
				missing = append(missing, name)
			}
		}
		_, err := resolve(t, env, "")
		if len(missing) == 0 {
			if err != nil {
				t.Errorf("complete: %v", err)
			}
			continue
		}
		absent, ok := errors.AsType[*mperr.CredentialsNotConfigured](err)
		if !ok {
			t.Errorf("%v set: error = %v, want CredentialsNotConfigured", present, err)
			continue
		}
		if !cmp.Equal(absent.Present, present) || !cmp.Equal(absent.Missing, missing) {
			t.Errorf("present %v, missing %v; want %v, %v", absent.Present, absent.Missing, present, missing)
		}
		for _, name := range missing {
			if !strings.Contains(absent.Reason, name) || !strings.Contains(absent.Fix, name) {
				t.Errorf("reason %q or fix %q does not name %s", absent.Reason, absent.Fix, name)
			}
		}
		if unset := strings.Contains(absent.Fix, "unset "); unset != (len(present) > 0) {
			t.Errorf("%v set: fix %q", present, absent.Fix)
		}
	}
}

func TestBlankVariablesCountAsNotSet(t *testing.T) {
	for _, blank := range []string{"", " ", "\t\r\n"} {
		for _, name := range required {
			_, err := resolve(t, with(map[string]string{name: blank}), "")
			absent, ok := errors.AsType[*mperr.CredentialsNotConfigured](err)
			if !ok || !cmp.Equal(absent.Missing, []string{name}) {
				t.Errorf("%s = %q: %v", name, blank, err)
			}
		}
		got, err := resolve(t, with(map[string]string{"MP_TIMEZONE": blank, "MP_API_BASE_URL": blank}), "")
		if err != nil || got.Credentials.Timezone() != "" || got.Credentials.BaseURL() != "" {
			t.Errorf("blank optional variables: %v, %v", got, err)
		}
	}
}

func TestRegionIsTakenInAnyCase(t *testing.T) {
	for text, want := range map[string]credential.Region{"US": credential.US, "Eu": credential.EU, "in": credential.IN, " eu ": credential.EU} {
		got, err := resolve(t, with(map[string]string{"MP_REGION": text}), "")
		if err != nil || got.Credentials.Region() != want {
			t.Errorf("MP_REGION=%q: %q, %v; want %q", text, got.Credentials.Region(), err, want)
		}
	}
}

// TestBadValueIsAConfigErrorNamingIt is statement C17 for the region; the optional variables follow the same rule, as a
// base URL that is silently left out would send the secret elsewhere than the user said.
func TestBadValueIsAConfigErrorNamingIt(t *testing.T) {
	for _, tt := range []struct{ name, value, message string }{
		{"MP_REGION", "moon", `MP_REGION "moon": not a Mixpanel region (allowed: us, eu, in)`},
		{"MP_TIMEZONE", "Mars/Base", `MP_TIMEZONE "Mars/Base": `},
		{"MP_EXPORT_TIME", "local", `MP_EXPORT_TIME "local": not a clock of an export (allowed: utc, project)`},
		{"MP_API_BASE_URL", "http://proxy.example", "MP_API_BASE_URL: must be https"},
		{"MP_USERNAME", "sa.1\t", "MP_USERNAME: holds a control character"},
		{"MP_SECRET", canary + "\n", "MP_SECRET: holds a control character"},
		{"MP_PROJECT_ID", "a/shop", `MP_PROJECT_ID "a/shop": must be 1 to 64`},
		{"MP_API_BASE_URL", "proxy.example", "MP_API_BASE_URL: must be an absolute https address"},
	} {
		_, err := resolve(t, with(map[string]string{tt.name: tt.value}), "")
		bad, ok := errors.AsType[*mperr.ConfigError](err)
		if !ok || bad.Key != tt.name || !strings.HasPrefix(bad.Message, tt.message) || bad.Fix != "mend or unset "+tt.name {
			t.Errorf("%s=%s: %#v, want %q", tt.name, tt.value, err, tt.message)
		}
	}
}

func TestOptionalVariablesAreTaken(t *testing.T) {
	for _, address := range []string{"http://127.0.0.1:8080", "http://localhost:1", "https://proxy.example/mixpanel"} {
		got, err := resolve(t, with(map[string]string{"MP_TIMEZONE": "Europe/Lisbon", "MP_API_BASE_URL": address}), "")
		if err != nil || got.Credentials.Timezone() != "Europe/Lisbon" || got.Credentials.BaseURL() != address {
			t.Errorf("%v, %v", got, err)
		}
	}
}

func TestExportTimeOfTheProjectNeedsItsZone(t *testing.T) {
	_, err := resolve(t, with(map[string]string{"MP_EXPORT_TIME": "project"}), "")
	bad, ok := errors.AsType[*mperr.ConfigError](err)
	if !ok || bad.Key != "MP_TIMEZONE" || bad.Fix != "set MP_TIMEZONE, or unset MP_EXPORT_TIME" {
		t.Errorf("error = %#v", err)
	}
	got, err := resolve(t, with(map[string]string{"MP_EXPORT_TIME": "Project", "MP_TIMEZONE": "America/New_York"}), "")
	if err != nil || got.Credentials.ExportTime() != credential.ExportProject {
		t.Errorf("%v, %v", got, err)
	}
	if got, err = resolve(t, with(map[string]string{"MP_EXPORT_TIME": " "}), ""); err != nil || got.Credentials.ExportTime() != "" {
		t.Errorf("a blank variable: %v, %v", got, err)
	}
}

func TestValuesAreTakenAsTheyAre(t *testing.T) {
	for _, text := range []string{`"quoted" 'too'`, `back\slash`, "a=b:c#d", "é☃ 漢字", " spaces ", strings.Repeat("x", 1<<16)} {
		got, err := resolve(t, with(map[string]string{"MP_USERNAME": text, "MP_SECRET": text + ":"}), "")
		if err != nil || got.Credentials.Username() != text || got.Credentials.Secret().Reveal() != text+":" {
			t.Errorf("%q came back as %v, %v", text, got.Credentials, err)
		}
	}
}

func TestEnvironmentIsReadAnewAndByManyAtOnce(t *testing.T) {
	env := map[string]string{}
	p := in(env)
	if _, err := p.Resolve(t.Context(), credential.Request{}); err == nil {
		t.Error("found credentials in an empty environment")
	}
	maps.Copy(env, complete)
	var callers sync.WaitGroup
	for range 20 {
		callers.Go(func() {
			if _, err := p.Resolve(t.Context(), credential.Request{}); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Resolve(canceled, credential.Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled Resolve = %v", err)
	}
}
