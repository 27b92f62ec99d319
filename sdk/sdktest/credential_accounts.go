package sdktest

import (
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

var accountTests = []credentialTest{
	{name: "list and get describe each account", needs: credential.CapabilityAccounts, run: func(c *credentialCase) {
		want := map[string]credential.AccountInfo{}
		var byDefault credential.Credentials
		for _, held := range c.held() {
			if held.Account == "" {
				byDefault = held.Credentials
				continue
			}
			want[held.Account] = credential.AccountInfo{
				Name: held.Account, Username: held.Credentials.Username(), ProjectID: held.Credentials.ProjectID(),
				Region: held.Credentials.Region(), IsDefault: held.Credentials.Equal(byDefault),
				Timezone: held.Credentials.Timezone(), ExportTime: held.Credentials.ExportTime(),
			}
		}
		listed := map[string]credential.AccountInfo{}
		for _, info := range c.list() {
			listed[info.Name] = info
			got, err := c.get(info.Name)
			c.must("get "+info.Name, err)
			if got != info {
				c.Errorf("get gives %+v, list %+v", got, info)
			}
		}
		if diff := cmp.Diff(want, listed); diff != "" {
			c.Errorf("accounts differ (-want +got):\n%s", diff)
		}
	}},
	{name: "get of an unknown account is ACCOUNT_NOT_FOUND with the accounts there are", needs: credential.CapabilityAccounts, run: func(c *credentialCase) {
		c.held()
		_, err := c.get(unknownAccount)
		c.wantNotFound("get", err)
	}},
	{name: "resolving an unknown account tells the accounts there are", needs: credential.CapabilityAccounts, run: func(c *credentialCase) {
		c.held()
		_, err := c.resolve(c.ctx, unknownAccount)
		missing := wantError[*mperr.CredentialsNotConfigured](c.T, "resolve", err)
		if want := c.names(); !slices.Equal(want, missing.AvailableAccounts) {
			c.Errorf("the error tells of accounts %q, want %q", missing.AvailableAccounts, want)
		}
	}},
}

func (c *credentialCase) names() (names []string) {
	c.Helper()
	for _, info := range c.list() {
		names = append(names, info.Name)
	}
	return names
}

// wantNotFound checks that an error says that unknownAccount is not there, and what is.
func (c *credentialCase) wantNotFound(what string, err error) {
	c.Helper()
	missing := wantError[*mperr.AccountNotFound](c.T, what, err)
	if missing.AccountName != unknownAccount {
		c.Errorf("%s: the error names the account %q, want %q", what, missing.AccountName, unknownAccount)
	}
	if want := c.names(); !slices.Equal(want, missing.AvailableAccounts) {
		c.Errorf("%s: the error tells of accounts %q, want %q", what, missing.AvailableAccounts, want)
	}
}
