package sdktest

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// AccountProvider is a provider that can also change its accounts.
type AccountProvider interface {
	credential.Provider
	credential.AccountStore
}

// NewProvider makes a provider that keeps accounts in memory: the contract of package credential, written to be read.
// It is empty, has all optional powers and is safe for concurrent use.
func NewProvider() AccountProvider {
	return &memoryProvider{}
}

type memoryProvider struct {
	mu       sync.Mutex
	accounts []memoryAccount // in the order of adding
	// byDefault is the name of the default account; "" only where there are no accounts.
	byDefault string
}

type memoryAccount struct {
	name        string
	credentials credential.Credentials
}

// Resolve distinguishes "nothing here for you", which lets the host ask the next provider, from every other failure.
func (p *memoryProvider) Resolve(ctx context.Context, request credential.Request) (credential.Resolution, error) {
	if err := ctx.Err(); err != nil {
		return credential.Resolution{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	name := request.Account
	if name == "" {
		name = p.byDefault
	}
	at := p.find(name)
	if at < 0 {
		return credential.Resolution{}, p.notConfigured(request.Account)
	}
	found := p.accounts[at]
	return credential.Resolution{Credentials: found.credentials, Account: found.name, Source: "memory"}, nil
}

func (p *memoryProvider) notConfigured(account string) error {
	reason := "no account is stored in memory"
	if account != "" {
		reason = "no account of the name asked for is stored in memory"
	}
	return &mperr.CredentialsNotConfigured{Reason: reason, AvailableAccounts: p.names(), Fix: "add an account"}
}

func (p *memoryProvider) List(ctx context.Context) ([]credential.AccountInfo, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([]credential.AccountInfo, 0, len(p.accounts))
	for _, account := range p.accounts {
		list = append(list, p.info(account))
	}
	return list, nil
}

func (p *memoryProvider) Get(ctx context.Context, name string) (info credential.AccountInfo, err error) {
	err = p.with(ctx, name, func(at int) { info = p.info(p.accounts[at]) })
	return info, err
}

// Add never overwrites: whoever wants other values removes the account first.
func (p *memoryProvider) Add(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
	if err := ctx.Err(); err != nil {
		return credential.AccountInfo{}, err
	}
	if strings.TrimSpace(name) == "" {
		return credential.AccountInfo{}, &mperr.InvalidArgument{Argument: "name", Value: name, Reason: "must not be empty"}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.find(name) >= 0 {
		return credential.AccountInfo{}, &mperr.AccountExists{AccountName: name}
	}
	added := memoryAccount{name: name, credentials: credentials}
	p.accounts = append(p.accounts, added)
	if len(p.accounts) == 1 {
		p.byDefault = name
	}
	return p.info(added), nil
}

func (p *memoryProvider) Remove(ctx context.Context, name string) (newDefault string, err error) {
	err = p.with(ctx, name, func(at int) {
		p.accounts = slices.Delete(p.accounts, at, at+1)
		if name != p.byDefault {
			return
		}
		if len(p.accounts) > 0 {
			newDefault = p.accounts[0].name
		}
		p.byDefault = newDefault
	})
	return newDefault, err
}

func (p *memoryProvider) SetDefault(ctx context.Context, name string) error {
	return p.with(ctx, name, func(int) { p.byDefault = name })
}

// with runs f on the place of an account, under the lock.
func (p *memoryProvider) with(ctx context.Context, name string, f func(at int)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.find(name)
	if at < 0 {
		return &mperr.AccountNotFound{AccountName: name, AvailableAccounts: p.names()}
	}
	f(at)
	return nil
}

func (p *memoryProvider) find(name string) int {
	return slices.IndexFunc(p.accounts, func(account memoryAccount) bool { return account.name == name })
}

func (p *memoryProvider) names() []string {
	names := make([]string, 0, len(p.accounts))
	for _, account := range p.accounts {
		names = append(names, account.name)
	}
	return names
}

func (p *memoryProvider) info(account memoryAccount) credential.AccountInfo {
	return credential.AccountInfo{
		Name: account.name, Username: account.credentials.Username(), ProjectID: account.credentials.ProjectID(),
		Region: account.credentials.Region(), IsDefault: account.name == p.byDefault,
		Timezone: account.credentials.Timezone(), ExportTime: account.credentials.ExportTime(),
	}
}
