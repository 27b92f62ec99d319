package accounts

import (
	"context"

	"github.com/mixpanel-data/mp/plugins/credential-file/ownerfile"
	"github.com/mixpanel-data/mp/plugins/credential-file/seal"
	"github.com/mixpanel-data/mp/plugins/credential-file/tomldoc"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Add stores an account with its secret encrypted, in a file of the owner's alone. The first account becomes the default:
// one beside which there is no other, not even one that lacks something, and where the default is not another tool's.
// [mperr.AccountExists] where the name is taken, also by what another tool wrote.
func (s *Store) Add(ctx context.Context, name string, credentials credential.Credentials) (credential.AccountInfo, error) {
	if err := checkNew(name, credentials); err != nil {
		return credential.AccountInfo{}, err
	}
	after, err := s.change(ctx, edit{
		check: func(f *file) error {
			if f.has(name) {
				return &mperr.AccountExists{AccountName: name}
			}
			return nil
		},
		apply: func(f *file) (*tomldoc.Document, error) {
			sealed, err := s.keys.Seal(ctx, seal.Place{Account: name, Field: "secret"}, credentials.Secret().Reveal())
			if err != nil {
				return nil, err
			}
			doc, err := f.doc.AddTable([]string{"accounts", name}, pairs(credentials, sealed)...)
			if current, _ := f.defaultName(); err != nil || len(f.names()) > 0 || f.has(current) {
				return doc, err
			}
			return doc.SetText("default", name)
		},
	})
	if err != nil {
		return credential.AccountInfo{}, err
	}
	defaultName, _ := after.defaultName()
	return after.info(name, defaultName)
}

// Remove deletes an account with all that stands under its name, also one that lacks something. Where it was the default,
// the first of the remaining that could be used becomes the default, else the first, and is returned.
func (s *Store) Remove(ctx context.Context, name string) (newDefault string, err error) {
	_, err = s.change(ctx, edit{
		check: func(f *file) error {
			if !f.has(name) {
				return f.notFound(name)
			}
			if f.isForeign(name) {
				return f.foreign(name)
			}
			return nil
		},
		apply: func(f *file) (*tomldoc.Document, error) {
			newDefault = ""
			doc, err := f.doc.Delete("accounts", name)
			current, explicit := f.defaultName()
			if err != nil || current != name {
				return doc, err
			}
			left := &file{path: f.path, doc: doc}
			if explicit {
				left.doc, err = left.elect()
			}
			newDefault, _ = left.defaultName()
			return left.doc, err
		},
	})
	if err != nil {
		return "", err
	}
	return newDefault, nil
}

// elect is the file with the default that follows one that was removed: the first account that could be used, else none by
// name, which means the first.
func (f *file) elect() (*tomldoc.Document, error) {
	if usable := f.usable(); len(usable) > 0 {
		return f.doc.SetText("default", usable[0])
	}
	return f.doc.Delete("default")
}

// SetDefault makes an account the default. One that lacks something is refused with an [mperr.ConfigError].
func (s *Store) SetDefault(ctx context.Context, name string) error {
	_, err := s.change(ctx, edit{
		check: func(f *file) error {
			if !f.has(name) {
				return f.notFound(name)
			}
			_, err := f.account(name)
			return err
		},
		apply: func(f *file) (*tomldoc.Document, error) { return f.doc.SetText("default", name) },
	})
	return err
}

// edit is a change of the file.
type edit struct {
	// check refuses what cannot be done; it is asked before anything is created, and again under the lock.
	check func(*file) error
	apply func(*file) (*tomldoc.Document, error)
}

// change reads, edits and replaces the file under its lock, so that changes of several processes follow one another. It
// returns the file as it is afterwards.
func (s *Store) change(ctx context.Context, e edit) (*file, error) {
	if _, err := s.checked(ctx, e); err != nil {
		return nil, err
	}
	unlock, err := ownerfile.Lock(ctx, s.path, s.lockWait)
	if err != nil {
		return nil, err
	}
	defer unlock()
	f, err := s.checked(ctx, e)
	if err != nil {
		return nil, err
	}
	doc, err := e.apply(f)
	if err != nil {
		return nil, f.editProblem(err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &file{path: s.path, doc: doc}, ownerfile.Replace(s.path, doc.Bytes())
}

func (s *Store) checked(ctx context.Context, e edit) (*file, error) {
	f, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return f, e.check(f)
}
