package sdktest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// unknownAccount is a name that no provider under test has.
const unknownAccount = "no-such-account"

var resolveTests = []credentialTest{
	{name: "what the provider has resolves with its source", when: CredentialConfig.hasSomething, run: func(c *credentialCase) {
		for _, held := range c.held() {
			resolution := c.wantResolves(held.Account, held.Credentials)
			if resolution.Source == "" {
				c.Errorf("account %q resolves without saying where it was found", held.Account)
			}
			if held.Account != "" && !c.cfg.Nameless && resolution.Account != held.Account {
				c.Errorf("account %q resolves under the name %q", held.Account, resolution.Account)
			}
		}
	}},
	{name: "a provider with nothing is CREDENTIALS_NOT_CONFIGURED and says why", when: CredentialConfig.hasNothing, run: func(c *credentialCase) {
		for _, account := range []string{"", unknownAccount} {
			_, err := c.resolve(c.ctx, account)
			if missing := wantError[*mperr.CredentialsNotConfigured](c.T, "resolve", err); missing.Reason == "" {
				c.Error("the error has no reason")
			}
		}
	}},
	{name: "an unknown account is CREDENTIALS_NOT_CONFIGURED and not the default", when: CredentialConfig.tellsNames, run: func(c *credentialCase) {
		c.held()
		_, err := c.resolve(c.ctx, unknownAccount)
		wantError[*mperr.CredentialsNotConfigured](c.T, "resolve an unknown account", err)
	}},
	{name: "a provider without names gives what it has for any account", when: CredentialConfig.ignoresNames, run: func(c *credentialCase) {
		c.wantResolves(unknownAccount, c.held()[0].Credentials)
	}},
	{name: "a cancelled context is CANCELED", when: CredentialConfig.hasSomething, run: func(c *credentialCase) {
		c.held()
		ctx, cancel := context.WithCancel(c.ctx)
		cancel()
		if _, err := c.resolve(ctx, ""); !errors.Is(err, context.Canceled) {
			c.Errorf("resolve with a cancelled context: error %v, want one that is context.Canceled", err)
		}
	}},
	{name: "calls at once are answered each on its own", when: CredentialConfig.hasSomething, run: func(c *credentialCase) {
		held := c.held()
		errs := make([]error, 32)
		var callers sync.WaitGroup
		for i := range errs {
			want := held[i%len(held)]
			callers.Go(func() {
				resolution, err := c.provider.Resolve(c.ctx, credential.Request{Account: want.Account})
				if err == nil && !resolution.Credentials.Equal(want.Credentials) {
					err = fmt.Errorf("account %q resolves to %v, want %v", want.Account, resolution.Credentials, want.Credentials)
				}
				errs[i] = err
			})
		}
		callers.Wait()
		c.must("resolve at once", errors.Join(errs...))
	}},
	{name: "a secret is in no answer, no error and no output", when: CredentialConfig.hasSomething, run: func(c *credentialCase) {
		held := c.held()
		for _, one := range held {
			c.wantResolves(one.Account, one.Credentials)
		}
		if _, err := c.resolve(c.ctx, unknownAccount); err == nil && !c.cfg.Nameless {
			c.Error("an unknown account resolves")
		}
		powers := c.powers()
		if slices.Contains(powers, credential.CapabilityAccounts) {
			for _, info := range c.list() {
				_, err := c.get(info.Name)
				c.must("get", err)
			}
			_, err := c.get(unknownAccount)
			wantError[*mperr.AccountNotFound](c.T, "get an unknown account", err)
		}
		if slices.Contains(powers, credential.CapabilityAccountStore) {
			_, err := c.add(c.ctx, "first", c.account("first"))
			wantError[*mperr.AccountExists](c.T, "add an account again", err)
			_, err = c.remove("first")
			c.must("remove", err)
		}
		said := c.said.String()
		if c.plugin != nil {
			c.plugin.stop()
			said += c.plugin.output()
		}
		for _, one := range held {
			if strings.Contains(said, one.Credentials.Secret().Reveal()) {
				c.Fatalf("the secret of account %q was shown", one.Account)
			}
		}
	}},
}
