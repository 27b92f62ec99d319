package credential

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	contract "github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Link is one provider of the chain.
type Link struct {
	// Name is the provider's name as the user's configuration has it, such as env.
	Name string
	// Open gives the provider, starting its plugin where needed. It is called at most once per Resolve.
	Open func(ctx context.Context) (contract.Provider, error)
}

// Chain asks its links in order. It is safe for concurrent use.
type Chain struct {
	links []Link
	now   func() time.Time
}

// New makes a chain. now is the clock that the time spent in each link is read from.
func New(now func() time.Time, links ...Link) *Chain {
	return &Chain{links: slices.Clone(links), now: now}
}

// Resolve asks the links for the credentials of an account, or of the default where account is "".
//
// The outcome lists all links also where the error is not nil. The error is the failing link's own, or, after the last
// link, [mperr.AccountNotFound] with the accounts of all links where a name was asked for, else [mperr.ConfigError]
// saying how to configure one.
func (c *Chain) Resolve(ctx context.Context, account string) (Outcome, error) {
	outcome := Outcome{Asked: account}
	var available []string
	for i, link := range c.links {
		attempt, resolution, err := c.ask(ctx, link, account)
		outcome.Links = append(outcome.Links, attempt)
		if absent, ok := asNotConfigured(err); ok {
			outcome.warnHalfConfigured(link.Name, absent)
			available = append(available, absent.AvailableAccounts...)
			continue
		}
		outcome.skip(c.links[i+1:])
		if err == nil {
			outcome.found(link.Name, resolution)
		}
		return outcome, err
	}
	return outcome, c.nothingFound(account, available)
}

// ask puts the question to one link.
func (c *Chain) ask(ctx context.Context, link Link, account string) (Attempt, contract.Resolution, error) {
	start := c.now()
	resolution, err := resolve(ctx, link, account)
	attempt := Attempt{Provider: link.Name, Verdict: verdictOf(err), Milliseconds: c.now().Sub(start).Milliseconds()}
	if err == nil {
		attempt.Account, attempt.Source, attempt.Notes = resolution.Account, resolution.Source, resolution.Notes
		attempt.Reason = "found in " + resolution.Source
		return attempt, resolution, nil
	}
	attempt.Code, attempt.Reason, attempt.Fix = mperr.CodeOf(err), err.Error(), mperr.Hint(err)
	if absent, ok := asNotConfigured(err); ok {
		attempt.Reason = absent.Reason
	}
	return attempt, resolution, err
}

func resolve(ctx context.Context, link Link, account string) (contract.Resolution, error) {
	provider, err := link.Open(ctx)
	if err != nil {
		return contract.Resolution{}, err
	}
	resolution, err := provider.Resolve(ctx, contract.Request{Account: account})
	if err == nil && resolution.Credentials.IsZero() {
		err = &mperr.PluginProtocol{Evidence: mperr.Evidence{
			Plugin: link.Name, Call: "credential.Resolve", Problem: "answered without credentials and without an error",
		}}
	}
	return resolution, err
}

// nothingFound is the error after the last link.
func (c *Chain) nothingFound(account string, available []string) error {
	if account != "" {
		return &mperr.AccountNotFound{AccountName: account, AvailableAccounts: compact(available)}
	}
	if len(c.links) == 0 {
		return &mperr.ConfigError{
			Message: "no credential plugin is configured", Key: "plugins.credentials", Fix: `name some: credentials = ["env", "file"] in [plugins]`,
		}
	}
	names := make([]string, len(c.links))
	for i, link := range c.links {
		names[i] = link.Name
	}
	return &mperr.ConfigError{
		Message: fmt.Sprintf("no credentials are configured (asked: %s)", strings.Join(names, ", ")),
		Fix:     "run mp auth add NAME, or set MP_USERNAME, MP_SECRET, MP_PROJECT_ID and MP_REGION",
	}
}

// compact drops names that came up before, keeping the order.
func compact(names []string) []string {
	out := []string{}
	for _, name := range names {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
