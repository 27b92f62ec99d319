package accounts

import (
	"context"

	"github.com/mixpanel-data/mp/plugins/credential-file/ownerfile"
	"github.com/mixpanel-data/mp/plugins/credential-file/seal"
	"github.com/mixpanel-data/mp/plugins/credential-file/tomldoc"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Add stores an account with its secret encrypted, in a file of the owner's alone. The first account becomes the default.
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
			if err != nil || len(f.usable()) > 0 {
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

// Remove deletes an account with all that stands under its name. Where it was the default, the first of the remaining
// becomes the default and is returned.
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
			if left := (&file{path: f.path, doc: doc}).usable(); len(left) > 0 {
				newDefault = left[0]
			}
			switch {
			case !explicit:
				return doc, nil
			case newDefault == "":
				return doc.Delete("default")
			}
			return doc.SetText("default", newDefault)
		},
	})
	if err != nil {
		return "", err
	}
	return newDefault, nil
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
