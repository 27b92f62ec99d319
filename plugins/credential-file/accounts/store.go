package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/mixpanel-data/mp/plugins/credential-file/seal"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// lockWait is how long a change waits for another process's where Config does not say: many times what a change takes.
const lockWait = 10 * time.Second

// Config says where the accounts are.
type Config struct {
	// Path is the configuration file; "" means MP_CONFIG_PATH, else .mp/config.toml in the home folder.
	Path string
	// LookupEnv reads the environment: MP_CONFIG_PATH, HOME (USERPROFILE on Windows). nil is an empty environment.
	LookupEnv func(string) (string, bool)
	// Keyring keeps the key that encrypts the secrets; nil keeps it in a file beside the configuration.
	Keyring seal.Keyring
	// LockWait is how long a change waits for another process's; 0 means 10 seconds.
	LockWait time.Duration
}

// Store is the accounts of one file. It reads the file anew for each call and is safe for concurrent use, also by
// several processes.
type Store struct {
	path     string
	noPath   error
	keys     seal.Keys
	lockWait time.Duration
}

var _ interface {
	credential.Provider
	credential.AccountStore
} = (*Store)(nil)

// New makes a store. It touches no file; a path that cannot be used is the error of every later call.
func New(cfg Config) *Store {
	if cfg.LookupEnv == nil {
		cfg.LookupEnv = func(string) (string, bool) { return "", false }
	}
	if cfg.LockWait == 0 {
		cfg.LockWait = lockWait
	}
	path, err := locate(cfg.Path, cfg.LookupEnv)
	return &Store{
		path: path, noPath: err, lockWait: cfg.LockWait,
		keys: seal.Keys{File: path + ".key", Name: "key of " + path, Keyring: cfg.Keyring},
	}
}

// Resolve gives the credentials of the account asked for, or of the default: the one the file names, else its first; one that
// lacks something is an error and does not yield to the next.
// A plain-text secret is remarked on in the notes.
func (s *Store) Resolve(ctx context.Context, request credential.Request) (credential.Resolution, error) {
	file, err := s.read(ctx)
	if err != nil {
		return credential.Resolution{}, err
	}
	name, err := file.choose(request.Account)
	if err != nil {
		return credential.Resolution{}, err
	}
	account, err := file.account(name)
	if err != nil {
		return credential.Resolution{}, err
	}
	credentials, err := s.credentials(ctx, file, account)
	if err != nil {
		return credential.Resolution{}, err
	}
	resolution := credential.Resolution{
		Credentials: credentials, Account: name, Source: fmt.Sprintf("%s:%d", s.path, account.line),
	}
	if !seal.IsSealed(account.secret) {
		resolution.Notes = []string{fmt.Sprintf("the secret of account %q is stored in plain text (%s:%d); mp auth remove and mp auth add encrypt it",
			name, s.path, file.line(name, "secret"))}
	}
	return resolution, nil
}

// choose is the account that a request means; [mperr.CredentialsNotConfigured] where there is none.
func (f *file) choose(asked string) (string, error) {
	name, explicit := f.defaultName()
	switch {
	case asked != "" && !f.has(asked):
		return "", &mperr.CredentialsNotConfigured{
			Reason: fmt.Sprintf("no account %q in %s", asked, f.path), AvailableAccounts: f.usable(),
			Fix: "run mp auth add " + asked + ", or mp auth list to see the accounts",
		}
	case asked != "":
		return asked, nil
	case explicit && !f.has(name):
		return "", f.problem(fmt.Sprintf("default names account %q, which is not in the file", name),
			"run mp auth switch with one of: "+f.choices(), "default")
	case name == "":
		return "", &mperr.CredentialsNotConfigured{
			Reason: "no accounts in " + f.path, Fix: "run mp auth add NAME to store an account",
		}
	}
	return name, nil
}

// credentials opens the secret of an account and checks the whole.
func (s *Store) credentials(ctx context.Context, file *file, account account) (credential.Credentials, error) {
	secret := account.secret
	if seal.IsSealed(secret) {
		opened, err := s.keys.Open(ctx, seal.Place{Account: account.name, Field: "secret"}, secret)
		if err != nil {
			return credential.Credentials{}, file.sealProblem(account.name, err)
		}
		secret = opened
	}
	credentials, err := account.credentials(secret)
	if err != nil {
		return credential.Credentials{}, file.fieldProblem(account.name, err)
	}
	return credentials, nil
}
