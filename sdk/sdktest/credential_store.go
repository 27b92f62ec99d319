package sdktest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

var storeTests = []credentialTest{
	{name: "a store begins empty", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		if list := c.list(); len(list) != 0 {
			c.Errorf("accounts are %+v, want none", list)
		}
	}},
	{name: "an added account resolves by its name", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		want := credential.AccountInfo{
			Name: "production", Username: userOf("production"), ProjectID: projectOf("production"),
			Region: c.account("production").Region(), IsDefault: true,
		}
		info, err := c.add(c.ctx, "production", c.account("production"))
		c.must("add", err)
		if info != want {
			c.Errorf("add gives %+v, want %+v", info, want)
		}
		c.wantResolves("production", c.account("production"))
	}},
	{name: "the first account becomes the default and later ones do not", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		c.fill("one", "three", "seven")
		c.wantNames("one", "one", "three", "seven")
		c.wantResolves("", c.account("one"))
	}},
	{name: "adding a name again is ACCOUNT_EXISTS and the old values stay", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		c.fill("production", "staging")
		_, err := c.add(c.ctx, "production", c.account("another"))
		if exists := wantError[*mperr.AccountExists](c.T, "add", err); exists.AccountName != "production" {
			c.Errorf("the error names the account %q, want production", exists.AccountName)
		}
		c.wantResolves("production", c.account("production"))
		c.wantNames("production", "production", "staging")
	}},
	{name: "setting the default moves it", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		c.fill("one", "three", "seven")
		c.must("set default", c.setDefault("three"))
		c.wantNames("three", "one", "three", "seven")
		c.wantResolves("", c.account("three"))
	}},
	{name: "removing the default makes the first of the others the default", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		c.fill("one", "three", "seven")
		c.must("set default", c.setDefault("three"))
		c.removeDefault("three")
		c.wantNames(c.names()[0], "one", "seven")
		c.wantResolves("", c.account(c.names()[0]))
		c.removeDefault(c.names()[0])
		c.removeDefault(c.names()[0])
		c.wantNames("")
		_, err := c.resolve(c.ctx, "")
		wantError[*mperr.CredentialsNotConfigured](c.T, "resolve without an account", err)
		c.fill("eleven")
		c.wantNames("eleven", "eleven")
	}},
	{name: "removing another account keeps the default", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		c.fill("one", "three", "seven")
		_, err := c.remove("three")
		c.must("remove", err)
		c.wantNames("one", "one", "seven")
		_, err = c.resolve(c.ctx, "three")
		wantError[*mperr.CredentialsNotConfigured](c.T, "resolve a removed account", err)
	}},
	{name: "removing or choosing an unknown account is ACCOUNT_NOT_FOUND and changes nothing", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		for range 2 { // of an empty store, and of one with accounts
			_, err := c.remove(unknownAccount)
			c.wantNotFound("remove", err)
			c.wantNotFound("set default", c.setDefault(unknownAccount))
			if len(c.list()) == 0 {
				c.fill("one", "three")
			}
		}
		c.wantNames("one", "one", "three")
	}},
	{name: "user names, secrets and optional fields of any characters come back as they were", needs: credential.CapabilityAccountStore, run: (*credentialCase).keepCharacters},
	{name: "an account name is kept as it is or refused as INVALID_ARGUMENT", needs: credential.CapabilityAccountStore, run: (*credentialCase).keepNames},
	{name: "accounts added at once are all there", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		store := c.provider.(credential.AccountStore)
		c.must("add at once", errors.Join(c.addAtOnce(16, func(i int) string { return fmt.Sprintf("account-%d", i) }, store)...))
		c.wantCount(16)
	}},
	{name: "of one name added at once one is stored and the others are ACCOUNT_EXISTS", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		stored := 0
		for _, err := range c.addAtOnce(8, func(int) string { return "same" }, c.provider.(credential.AccountStore)) {
			if err == nil {
				stored++
				continue
			}
			wantError[*mperr.AccountExists](c.T, "add", err)
		}
		if stored != 1 {
			c.Errorf("%d calls stored the account, want one", stored)
		}
		c.wantNames("same", "same")
	}},
	{name: "adding with a cancelled context stores nothing", needs: credential.CapabilityAccountStore, run: func(c *credentialCase) {
		ctx, cancel := context.WithCancel(c.ctx)
		cancel()
		if _, err := c.add(ctx, "production", c.account("production")); !errors.Is(err, context.Canceled) {
			c.Errorf("add with a cancelled context: error %v, want one that is context.Canceled", err)
		}
		c.wantNames("")
	}},
	{name: "accounts are there after the plugin was started again", needs: credential.CapabilityAccountStore, process: true, run: func(c *credentialCase) {
		c.fill("one", "three")
		c.must("set default", c.setDefault("three"))
		c.plugin.kill()
		c.plugin = launch(c.T, dial.KindCredential, c.cfg.Binary, c.env, c.cfg.Timeout)
		c.provider = c.plugin.provider()
		c.wantNames("three", "one", "three")
		c.wantResolves("one", c.account("one"))
	}},
	{name: "accounts added by two processes at once are all there", needs: credential.CapabilityAccountStore, process: true, run: func(c *credentialCase) {
		second := launch(c.T, dial.KindCredential, c.cfg.Binary, c.env, c.cfg.Timeout)
		errs := c.addAtOnce(24, func(i int) string { return fmt.Sprintf("account-%d", i) },
			c.provider.(credential.AccountStore), second.provider().(credential.AccountStore))
		c.must("add at once", errors.Join(errs...))
		c.wantCount(24)
	}},
}

// removeDefault removes the default and checks that the first of the others is said to be it now.
func (c *credentialCase) removeDefault(name string) {
	c.Helper()
	elected, err := c.remove(name)
	c.must("remove "+name, err)
	want := ""
	if rest := c.names(); len(rest) > 0 {
		want = rest[0]
	}
	if elected != want {
		c.Errorf("after removing %q the default is said to be %q, want %q", name, elected, want)
	}
}

// wantCount checks the number of accounts, and that just one of them is the default.
func (c *credentialCase) wantCount(want int) {
	c.Helper()
	list, defaults := c.list(), 0
	for _, info := range list {
		c.wantResolves(info.Name, c.account(info.Name))
		if info.IsDefault {
			defaults++
		}
	}
	if len(list) != want || defaults != 1 {
		c.Errorf("there are %d accounts with %d defaults, want %d with one", len(list), defaults, want)
	}
}

// addAtOnce adds n accounts at the same time, through the stores in turn.
func (c *credentialCase) addAtOnce(n int, name func(int) string, stores ...credential.AccountStore) []error {
	start, errs := make(chan struct{}), make([]error, n)
	var callers sync.WaitGroup
	for i := range errs {
		account := c.account(name(i))
		callers.Go(func() {
			<-start
			_, errs[i] = stores[i%len(stores)].Add(c.ctx, name(i), account)
		})
	}
	close(start)
	callers.Wait()
	return errs
}
