package sdktest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// credentialFault is a provider broken on purpose.
type credentialFault struct {
	// fails names the subtests that must notice.
	fails  []string
	config CredentialConfig
}

// accounts makes a broken account store from a working one.
func accounts(alter func(*alteredAccounts), fails ...string) credentialFault {
	return credentialFault{fails, CredentialConfig{Provider: func(*testing.T) credential.Provider {
		store := &alteredAccounts{AccountProvider: NewProvider()}
		alter(store)
		return store
	}}}
}

// alteredAccounts works but for the functions that are set.
type alteredAccounts struct {
	AccountProvider

	resolve    func(ctx context.Context, account string) (credential.Resolution, error)
	list       func([]credential.AccountInfo) []credential.AccountInfo
	get        func(name string) (credential.AccountInfo, error)
	add        func(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error)
	remove     func(name string) (string, error)
	setDefault func(name string) error
}

func (a *alteredAccounts) Resolve(ctx context.Context, request credential.Request) (credential.Resolution, error) {
	if a.resolve == nil {
		return a.AccountProvider.Resolve(ctx, request)
	}
	return a.resolve(ctx, request.Account)
}

func (a *alteredAccounts) List(ctx context.Context) ([]credential.AccountInfo, error) {
	list, err := a.AccountProvider.List(ctx)
	if a.list != nil {
		list = a.list(list)
	}
	return list, err
}

func (a *alteredAccounts) Get(ctx context.Context, name string) (credential.AccountInfo, error) {
	if a.get == nil {
		return a.AccountProvider.Get(ctx, name)
	}
	return a.get(name)
}

func (a *alteredAccounts) Add(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
	if a.add == nil {
		return a.AccountProvider.Add(ctx, name, credentials)
	}
	return a.add(ctx, name, credentials)
}

func (a *alteredAccounts) Remove(ctx context.Context, name string) (string, error) {
	if a.remove == nil {
		return a.AccountProvider.Remove(ctx, name)
	}
	return a.remove(name)
}

func (a *alteredAccounts) SetDefault(ctx context.Context, name string) error {
	if a.setDefault == nil {
		return a.AccountProvider.SetDefault(ctx, name)
	}
	return a.setDefault(name)
}

// edited gives credentials with some fields changed.
func edited(credentials credential.Credentials, edit func(*credential.Fields)) credential.Credentials {
	fields := credential.Fields{
		Username: credentials.Username(), Secret: credentials.Secret(), ProjectID: credentials.ProjectID(),
		Region: string(credentials.Region()), Timezone: credentials.Timezone(),
		ExportTime: string(credentials.ExportTime()), BaseURL: credentials.BaseURL(),
	}
	edit(&fields)
	changed, err := credential.New(fields)
	if err != nil {
		panic(err)
	}
	return changed
}

// nameless has no accounts and knows one name too many.
type nameless struct{ credentials credential.Credentials }

func (n nameless) Resolve(_ context.Context, request credential.Request) (credential.Resolution, error) {
	if request.Account != "" {
		return credential.Resolution{}, &mperr.CredentialsNotConfigured{Reason: "no names here"}
	}
	return credential.Resolution{Credentials: n.credentials, Source: "memory"}, nil
}

var namelessFault = func() credentialFault {
	credentials, err := credential.New(credential.Fields{Username: "u", Secret: credential.NewSecret("s"), ProjectID: "1", Region: "us"})
	if err != nil {
		panic(err)
	}
	return credentialFault{[]string{"a provider without names gives what it has for any account"}, CredentialConfig{
		Provider: func(*testing.T) credential.Provider { return nameless{credentials} },
		Holds:    []Held{{"", credentials}}, Nameless: true,
	}}
}()

// credentialFaults are providers broken on purpose, by what they do.
var credentialFaults = map[string]credentialFault{
	"knows one account only while claiming to ignore names": namelessFault,
	"says found for an unknown account": accounts(func(a *alteredAccounts) {
		a.resolve = func(ctx context.Context, account string) (credential.Resolution, error) {
			found, err := a.AccountProvider.Resolve(ctx, credential.Request{Account: account})
			if err != nil && account != "" {
				return a.AccountProvider.Resolve(ctx, credential.Request{})
			}
			return found, err
		}
	}, "an unknown account is CREDENTIALS_NOT_CONFIGURED and not the default", "resolving an unknown account tells the accounts there are",
		"removing another account keeps the default"),
	"does not say where it found something": accounts(func(a *alteredAccounts) {
		a.resolve = func(ctx context.Context, account string) (credential.Resolution, error) {
			found, err := a.AccountProvider.Resolve(ctx, credential.Request{Account: account})
			found.Source = ""
			return found, err
		}
	}, "what the provider has resolves with its source"),
	"stops the chain where it has nothing": accounts(func(a *alteredAccounts) {
		a.resolve = func(ctx context.Context, account string) (credential.Resolution, error) {
			found, err := a.AccountProvider.Resolve(ctx, credential.Request{Account: account})
			if err != nil {
				err = &mperr.ConfigError{Message: "nothing here"}
			}
			return found, err
		}
	}, "a provider with nothing is CREDENTIALS_NOT_CONFIGURED and says why",
		"removing the default makes the first of the others the default"),
	"goes on after its context was cancelled": accounts(func(a *alteredAccounts) {
		a.resolve = func(_ context.Context, account string) (credential.Resolution, error) {
			return a.AccountProvider.Resolve(bg, credential.Request{Account: account})
		}
		a.add = func(_ context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
			return a.AccountProvider.Add(bg, name, credentials)
		}
	}, "a cancelled context is CANCELED", "adding with a cancelled context stores nothing"),
	"answers with the first account for all": accounts(func(a *alteredAccounts) {
		a.resolve = func(ctx context.Context, _ string) (credential.Resolution, error) {
			return a.AccountProvider.Resolve(ctx, credential.Request{Account: "first"})
		}
	}, "calls at once are answered each on its own", "an added account resolves by its name"),
	"shows the secret in an error": accounts(func(a *alteredAccounts) {
		a.add = func(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
			info, err := a.AccountProvider.Add(ctx, name, credentials)
			if err != nil {
				err = fmt.Errorf("add secret=%s: %w", credentials.Secret().Reveal(), err)
			}
			return info, err
		}
	}, "a secret is in no answer, no error and no output"),
	"lists other values than it has": accounts(func(a *alteredAccounts) {
		a.list = func(list []credential.AccountInfo) []credential.AccountInfo {
			for i := range list {
				list[i].ProjectID = "0" + list[i].ProjectID
			}
			return list
		}
	}, "list and get describe each account"),
	"lists an account of its own": accounts(func(a *alteredAccounts) {
		a.list = func(list []credential.AccountInfo) []credential.AccountInfo {
			return append(list, credential.AccountInfo{Name: "example"})
		}
	}, "a store begins empty"),
	"does not tell which accounts there are": accounts(func(a *alteredAccounts) {
		a.get = func(name string) (credential.AccountInfo, error) {
			info, err := a.AccountProvider.Get(bg, name)
			if err != nil {
				err = &mperr.AccountNotFound{AccountName: name}
			}
			return info, err
		}
	}, "get of an unknown account is ACCOUNT_NOT_FOUND with the accounts there are"),
	"makes every new account the default": accounts(func(a *alteredAccounts) {
		a.add = func(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
			info, err := a.AccountProvider.Add(ctx, name, credentials)
			return info, errors.Join(err, a.AccountProvider.SetDefault(ctx, name))
		}
	}, "the first account becomes the default and later ones do not"),
	"overwrites an account": accounts(func(a *alteredAccounts) {
		a.add = func(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
			info, err := a.AccountProvider.Add(ctx, name, credentials)
			if mperr.CodeOf(err) == "ACCOUNT_EXISTS" {
				if _, err := a.AccountProvider.Remove(ctx, name); err != nil {
					return info, err
				}
				return a.AccountProvider.Add(ctx, name, credentials)
			}
			return info, err
		}
	}, "adding a name again is ACCOUNT_EXISTS and the old values stay",
		"of one name added at once one is stored and the others are ACCOUNT_EXISTS"),
	"keeps the default where it is": accounts(func(a *alteredAccounts) {
		a.setDefault = func(string) error { return nil }
	}, "setting the default moves it", "removing or choosing an unknown account is ACCOUNT_NOT_FOUND and changes nothing"),
	"leaves no default behind": accounts(func(a *alteredAccounts) {
		a.remove = func(name string) (string, error) {
			_, err := a.AccountProvider.Remove(bg, name)
			return "", err
		}
	}, "removing the default makes the first of the others the default"),
	"elects anew whatever was removed": accounts(func(a *alteredAccounts) {
		a.remove = func(name string) (string, error) {
			elected, err := a.AccountProvider.Remove(bg, name)
			if list, _ := a.AccountProvider.List(bg); err == nil && len(list) > 0 {
				return elected, a.AccountProvider.SetDefault(bg, list[len(list)-1].Name)
			}
			return elected, err
		}
	}, "removing another account keeps the default"),
	"trims what it stores": accounts(func(a *alteredAccounts) {
		a.add = func(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
			return a.AccountProvider.Add(ctx, name, edited(credentials, func(f *credential.Fields) {
				f.Username = strings.TrimSpace(f.Username)
			}))
		}
	}, "user names, secrets and optional fields of any characters come back as they were"),
	"forgets whose clock the export shows": accounts(func(a *alteredAccounts) {
		a.add = func(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
			return a.AccountProvider.Add(ctx, name, edited(credentials, func(f *credential.Fields) { f.ExportTime = "" }))
		}
	}, "user names, secrets and optional fields of any characters come back as they were"),
	"cleans account names": accounts(func(a *alteredAccounts) {
		a.add = func(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
			return a.AccountProvider.Add(ctx, strings.ReplaceAll(name, "\n", " "), credentials)
		}
	}, "an account name is kept as it is or refused as INVALID_ARGUMENT"),
	"loses an account where many are added": accounts(func(a *alteredAccounts) {
		a.list = func(list []credential.AccountInfo) []credential.AccountInfo {
			return slices.Clip(list[:min(len(list), 15)])
		}
	}, "accounts added at once are all there"),
}
