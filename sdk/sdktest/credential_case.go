package sdktest

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// credentialCase is one subtest with a provider of its own. Its methods fail the subtest rather than return errors.
type credentialCase struct {
	*testing.T

	ctx      context.Context
	cfg      CredentialConfig
	env      []string
	provider credential.Provider
	// plugin is the process behind the provider; nil for a Go value.
	plugin *process
	// said is everything a provider answered, for the search for secrets.
	said strings.Builder
}

func newCredentialCase(t *testing.T, cfg CredentialConfig) *credentialCase {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), cfg.Timeout)
	t.Cleanup(cancel)
	c := &credentialCase{T: t, ctx: ctx, cfg: cfg}
	if cfg.Provider != nil {
		c.provider = cfg.Provider(t)
		return c
	}
	c.env = envOf(t, cfg.Env)
	c.plugin = launch(t, dial.KindCredential, cfg.Binary, c.env, cfg.Timeout)
	c.provider = c.plugin.provider()
	return c
}

func (c *credentialCase) powers() (powers []credential.Capability) {
	if _, ok := c.provider.(credential.Accounts); ok {
		powers = append(powers, credential.CapabilityAccounts)
	}
	if _, ok := c.provider.(credential.AccountStore); ok {
		powers = append(powers, credential.CapabilityAccountStore)
	}
	return powers
}

// must ends the subtest on an error.
func (c *credentialCase) must(what string, err error) {
	c.Helper()
	if err != nil {
		c.Fatalf("%s: %v", what, err)
	}
}

// resolve asks for an account; a provider that hangs fails the subtest.
func (c *credentialCase) resolve(ctx context.Context, account string) (credential.Resolution, error) {
	resolution, err := within(ctx, "Resolve", func(ctx context.Context) (credential.Resolution, error) {
		return c.provider.Resolve(ctx, credential.Request{Account: account})
	})
	c.hear(resolution, err)
	return resolution, err
}

func (c *credentialCase) list() []credential.AccountInfo {
	c.Helper()
	list, err := within(c.ctx, "List", c.provider.(credential.Accounts).List)
	c.hear(list, err)
	c.must("list", err)
	return list
}

func (c *credentialCase) get(name string) (credential.AccountInfo, error) {
	info, err := within(c.ctx, "Get", func(ctx context.Context) (credential.AccountInfo, error) {
		return c.provider.(credential.Accounts).Get(ctx, name)
	})
	c.hear(info, err)
	return info, err
}

func (c *credentialCase) add(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
	info, err := within(ctx, "Add", func(ctx context.Context) (credential.AccountInfo, error) {
		return c.provider.(credential.AccountStore).Add(ctx, name, credentials)
	})
	c.hear(info, err)
	return info, err
}

func (c *credentialCase) remove(name string) (string, error) {
	elected, err := within(c.ctx, "Remove", func(ctx context.Context) (string, error) {
		return c.provider.(credential.AccountStore).Remove(ctx, name)
	})
	c.hear(elected, err)
	return elected, err
}

func (c *credentialCase) setDefault(name string) error {
	err := within0(c.ctx, "SetDefault", func(ctx context.Context) error {
		return c.provider.(credential.AccountStore).SetDefault(ctx, name)
	})
	c.hear(nil, err)
	return err
}

// hear keeps an answer as every printer would show it.
func (c *credentialCase) hear(answer any, err error) {
	asJSON, _ := json.Marshal(answer) //nolint:errchkjson // what cannot be marshalled cannot show itself that way
	fmt.Fprintf(&c.said, "%v %+v %#v %s\n", answer, answer, answer, asJSON)
	if err == nil {
		return
	}
	coded := mperr.From(err)
	errJSON, _ := json.Marshal(coded) //nolint:errchkjson // as above
	fmt.Fprintf(&c.said, "%v %+v %v %s\n", err, err, coded.Details(), errJSON)
}

// held gives what the provider has: what the caller said, or for a store two accounts that are added now.
func (c *credentialCase) held() []Held {
	c.Helper()
	if !c.cfg.store {
		return c.cfg.Holds
	}
	first, second := c.account("first"), c.account("second")
	c.fill("first", "second")
	return []Held{{"", first}, {"first", first}, {"second", second}}
}

// account makes the credentials that the suite stores under a name. No two names share a value.
func (c *credentialCase) account(name string) credential.Credentials {
	c.Helper()
	credentials, err := credential.New(credential.Fields{
		Username: userOf(name), Secret: credential.NewSecret("canary-" + projectOf(name) + "-5e1f"), ProjectID: projectOf(name),
		Region: string(credential.Regions()[len(name)%3]),
	})
	c.must("make credentials", err)
	return credentials
}

// userOf makes a user name of an account's name, which may hold what a user name cannot.
func userOf(name string) string { return "user-" + projectOf(name) }

// projectOf makes a project id of a name, which no other name of the suite has: projects are numbers.
func projectOf(name string) string {
	return strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(name))), 10)
}

// fill adds accounts in order.
func (c *credentialCase) fill(names ...string) {
	c.Helper()
	for _, name := range names {
		_, err := c.add(c.ctx, name, c.account(name))
		c.must("add "+name, err)
	}
}

// wantResolves checks that an account resolves to exactly these credentials.
func (c *credentialCase) wantResolves(account string, want credential.Credentials) credential.Resolution {
	c.Helper()
	resolution, err := c.resolve(c.ctx, account)
	c.must(fmt.Sprintf("resolve account %q", account), err)
	got := resolution.Credentials
	if got.Equal(want) {
		return resolution
	}
	if !got.Secret().Equal(want.Secret()) {
		c.Fatalf("account %q resolves to another secret", account)
	}
	c.Fatalf("account %q resolves to %v timezone %q export time %q base URL %q, want %v timezone %q export time %q base URL %q",
		account, got, got.Timezone(), got.ExportTime(), got.BaseURL(), want, want.Timezone(), want.ExportTime(), want.BaseURL())
	return resolution
}

// wantNames checks the names of the accounts, and that the one default is the account named. The order is the store's.
func (c *credentialCase) wantNames(byDefault string, names ...string) {
	c.Helper()
	var got []string
	for _, info := range c.list() {
		got = append(got, info.Name)
		if info.IsDefault != (info.Name == byDefault) {
			c.Errorf("account %q: is the default: %t, want %q to be", info.Name, info.IsDefault, byDefault)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(got))) {
		c.Fatalf("accounts are %q, want %q", got, names)
	}
}
