package accounts

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// List gives the accounts in the order of the file. One that lacks something has no region and what else can be shown;
// Get says what is wrong with it. Accounts of another tool are left out.
func (s *Store) List(ctx context.Context) ([]credential.AccountInfo, error) {
	f, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defaultName, _ := f.defaultName()
	infos := []credential.AccountInfo{}
	for _, name := range f.names() {
		info, err := f.info(name, defaultName)
		if err != nil {
			info = f.outline(name, defaultName)
		}
		infos = append(infos, info)
	}
	return infos, nil
}

// Get gives one account; [mperr.AccountNotFound] where there is none of that name, and [mperr.ConfigError] where it lacks
// something. The secret is not opened, so an account whose key is lost can still be looked at.
func (s *Store) Get(ctx context.Context, name string) (credential.AccountInfo, error) {
	f, err := s.read(ctx)
	if err != nil {
		return credential.AccountInfo{}, err
	}
	if !f.has(name) {
		return credential.AccountInfo{}, f.notFound(name)
	}
	defaultName, _ := f.defaultName()
	return f.info(name, defaultName)
}

// info is an account without its secret.
func (f *file) info(name, defaultName string) (credential.AccountInfo, error) {
	a, err := f.account(name)
	if err != nil {
		return credential.AccountInfo{}, err
	}
	made, err := a.credentials(a.secret)
	if err != nil {
		return credential.AccountInfo{}, err
	}
	return credential.AccountInfo{
		Name: a.name, Username: made.Username(), ProjectID: made.ProjectID(), Region: made.Region(),
		IsDefault: a.name == defaultName, Timezone: made.Timezone(), ExportTime: made.ExportTime(),
	}, nil
}

// outline is what can be shown of an account that lacks something. It has no region, by which it is known.
func (f *file) outline(name, defaultName string) credential.AccountInfo {
	text := func(key string) string {
		value, _ := f.doc.Value("accounts", name, key)
		text, _ := value.(string)
		return text
	}
	return credential.AccountInfo{
		Name: name, Username: text("username"), ProjectID: text("project_id"), IsDefault: name == defaultName,
	}
}

func (f *file) notFound(name string) error {
	return &mperr.AccountNotFound{AccountName: name, AvailableAccounts: f.usable()}
}
