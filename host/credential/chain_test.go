package credential

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	contract "github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

const canary = "s3cr3t-canary"

// answer is what a fake link does.
type answer struct {
	resolution contract.Resolution
	open, err  error
	asked      int
}

func (a *answer) Resolve(context.Context, contract.Request) (contract.Resolution, error) {
	return a.resolution, a.err
}

func (a *answer) link(name string) Link {
	return Link{Name: name, Open: func(context.Context) (contract.Provider, error) {
		a.asked++
		return a, a.open
	}}
}

func found(tb testing.TB, account string) *answer {
	tb.Helper()
	credentials, err := contract.New(contract.Fields{
		Username: "sa", Secret: contract.NewSecret(canary), ProjectID: "42", Region: "eu",
	})
	if err != nil {
		tb.Fatal(err)
	}
	return &answer{resolution: contract.Resolution{Credentials: credentials, Account: account, Source: "here"}}
}

func clock() time.Time { return time.Unix(0, 0) }

func TestChainAsksNextLinkWhenNotConfigured(t *testing.T) {
	env := &answer{err: &mperr.CredentialsNotConfigured{Reason: "nothing set"}}
	file := found(t, "prod")
	outcome, err := New(clock, env.link("env"), file.link("file")).Resolve(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if outcome.Provider != "file" || outcome.Account != "prod" || outcome.Credentials.ProjectID() != "42" {
		t.Errorf("outcome = %+v, want prod of file", outcome)
	}
	if got, want := verdicts(outcome), []Verdict{NotConfigured, Found}; !cmp.Equal(got, want) {
		t.Errorf("verdicts = %v, want %v", got, want)
	}
	if len(outcome.Warnings) != 0 {
		t.Errorf("warnings = %v, want none", outcome.Warnings)
	}
}

func TestChainStopsAtFailingLink(t *testing.T) {
	for _, tt := range []struct {
		name string
		link *answer
		want Verdict
	}{
		{"invalid", &answer{err: &mperr.ConfigError{Message: "bad region"}}, Invalid},
		{"crashed", &answer{err: &mperr.PluginCrashed{}}, Crashed},
		{"does not start", &answer{open: &mperr.PluginStartFailed{}}, Crashed},
		{"hung", &answer{err: &mperr.PluginTimeout{}}, Hung},
		{"speaks otherwise", &answer{open: &mperr.PluginProtocol{}}, Crashed},
		{"missing", &answer{open: &mperr.PluginNotFound{Plugin: "mp-credential-env"}}, Missing},
		{"late", &answer{err: fmt.Errorf("link: %w", context.DeadlineExceeded)}, Hung},
		{"invalid for a cause with a code", &answer{err: &mperr.ConfigError{Message: "bad", Cause: &mperr.AuthFailed{}}}, Invalid},
		{"refused", &answer{err: &mperr.AuthFailed{Message: "vault sealed"}}, Refused},
		{"uncoded", &answer{err: errors.New("boom")}, Invalid},
		{"empty answer", &answer{}, Crashed},
		{"interrupted", &answer{err: context.Canceled}, Interrupted},
		{"account not found is no way to go on", &answer{err: &mperr.AccountNotFound{AccountName: "x"}}, Invalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			lower := found(t, "prod")
			outcome, err := New(clock, tt.link.link("first"), lower.link("second")).Resolve(t.Context(), "")
			if err == nil {
				t.Fatal("no error: a failing link yielded to a lower one")
			}
			if lower.asked != 0 {
				t.Error("the second link was asked")
			}
			if got, want := verdicts(outcome), []Verdict{tt.want, NotAsked}; !cmp.Equal(got, want) {
				t.Errorf("verdicts = %v, want %v", got, want)
			}
			if outcome.Credentials != nil || outcome.Unconfigured() {
				t.Error("credentials beside an error, or a failing link that counts as not configured")
			}
		})
	}
}

func TestChainNamesAllAccountsWhenNamedOneIsMissing(t *testing.T) {
	one := &answer{err: &mperr.CredentialsNotConfigured{AvailableAccounts: []string{"a", "b"}}}
	two := &answer{err: &mperr.CredentialsNotConfigured{AvailableAccounts: []string{"b", "c"}}}
	_, err := New(clock, one.link("one"), two.link("two")).Resolve(t.Context(), "x")
	missing, ok := errors.AsType[*mperr.AccountNotFound](err)
	if !ok {
		t.Fatalf("error = %v, want AccountNotFound", err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, missing.AvailableAccounts); diff != "" {
		t.Error(diff)
	}
}

func TestChainSaysHowToConfigureWhenNothingIs(t *testing.T) {
	for _, links := range [][]Link{nil, {(&answer{err: &mperr.CredentialsNotConfigured{}}).link("env")}} {
		outcome, err := New(clock, links...).Resolve(t.Context(), "")
		if !errors.Is(err, mperr.ErrConfig) || mperr.Hint(err) == "" || !outcome.Unconfigured() {
			t.Errorf("error = %v, hint %q, unconfigured %v; want a configuration error with a hint", err, mperr.Hint(err), outcome.Unconfigured())
		}
	}
}

func TestChainOfNoLinksSaysSo(t *testing.T) {
	outcome, err := New(clock).Resolve(t.Context(), "")
	config, ok := errors.AsType[*mperr.ConfigError](err)
	if !ok || config.Key != "plugins.credentials" || len(outcome.Links) != 0 {
		t.Errorf("error = %v, links %v; want a ConfigError that names the setting", err, outcome.Links)
	}
}

func TestChainWarnsOfHalfConfiguredAndOverridden(t *testing.T) {
	half := &answer{err: &mperr.CredentialsNotConfigured{Present: []string{"MP_USERNAME"}, Missing: []string{"MP_SECRET"}}}
	outcome, err := New(clock, half.link("env"), found(t, "").link("vault")).Resolve(t.Context(), "staging")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"env is skipped: MP_USERNAME set, MP_SECRET missing",
		`account "staging" is not used: vault comes first and has complete credentials (here)`,
	}
	if diff := cmp.Diff(want, outcome.Warnings); diff != "" {
		t.Error(diff)
	}
}

// TestChainKeepsToItsModel compares chains of one to five links of random behaviour with the rule in one sentence: the
// first link that is not "not configured" decides.
func TestChainKeepsToItsModel(t *testing.T) {
	behaviours := map[Verdict]func() *answer{
		Found:         func() *answer { return found(t, "prod") },
		NotConfigured: func() *answer { return &answer{err: &mperr.CredentialsNotConfigured{}} },
		Invalid:       func() *answer { return &answer{err: &mperr.ConfigError{}} },
		Crashed:       func() *answer { return &answer{err: &mperr.PluginCrashed{}} },
		Hung:          func() *answer { return &answer{err: &mperr.PluginTimeout{}} },
		Missing:       func() *answer { return &answer{open: &mperr.PluginNotFound{}} },
		Refused:       func() *answer { return &answer{err: &mperr.AuthFailed{}} },
	}
	kinds := []Verdict{Found, NotConfigured, Invalid, Crashed, Hung, Missing, Refused}
	rapid.Check(t, func(t *rapid.T) {
		plan := rapid.SliceOfN(rapid.SampledFrom(kinds), 1, 5).Draw(t, "plan")
		links := make([]Link, len(plan))
		want := make([]Verdict, len(plan))
		decided := false
		for i, kind := range plan {
			links[i] = behaviours[kind]().link("l")
			want[i] = kind
			if decided {
				want[i] = NotAsked
			}
			decided = decided || kind != NotConfigured
		}
		outcome, err := New(clock, links...).Resolve(context.Background(), "")
		if diff := cmp.Diff(want, verdicts(outcome)); diff != "" {
			t.Fatal(diff)
		}
		stoppedAtFound := false
		for _, verdict := range want {
			stoppedAtFound = stoppedAtFound || verdict == Found
		}
		if (err == nil) != stoppedAtFound {
			t.Fatalf("error = %v for %v", err, want)
		}
	})
}

func TestOutcomeNeverShowsTheSecret(t *testing.T) {
	outcome, err := New(clock, found(t, "prod").link("file")).Resolve(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	text := showEverywhere(t, outcome)
	if len(text) == 0 || strings.Contains(text, canary) {
		t.Errorf("secret shown in %s", text)
	}
}

func verdicts(outcome Outcome) []Verdict {
	out := make([]Verdict, len(outcome.Links))
	for i, link := range outcome.Links {
		out[i] = link.Verdict
	}
	return out
}
