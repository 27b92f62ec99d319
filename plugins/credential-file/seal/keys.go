package seal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"filippo.io/age"

	"github.com/mixpanel-data/mp/plugins/credential-file/ownerfile"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// DefaultWait is how long the keyring may take where Keys does not say: a headless machine must not hang.
const DefaultWait = 2 * time.Second

// Keys finds the key of one configuration file. It is safe for concurrent use; Seal is called under the file's lock, as
// it may make the key.
type Keys struct {
	// File is where the key is kept where there is no keyring, and Name is its name where there is one. Both belong to one
	// configuration file, whose lock thus guards the making of its key.
	File, Name string
	// Keyring is nil where there is none.
	Keyring Keyring
	// Wait is how long the keyring may take; 0 means [DefaultWait].
	Wait time.Duration
}

// NoKeyError: the key that a value was sealed with is not at hand.
type NoKeyError struct {
	// Tried says for each place why the key did not come from there.
	Tried []string
}

func (e *NoKeyError) Error() string {
	return "the key that opens the encrypted value is not at hand: " + strings.Join(e.Tried, "; ")
}

// Seal encrypts a secret for a place, with a new key where there is none yet.
func (k *Keys) Seal(ctx context.Context, place Place, secret string) (string, error) {
	key, err := k.fromKeyring(ctx)
	if isAbsent(err) {
		key, err = k.makeInKeyring(ctx)
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err != nil {
		key, err = k.fromFile()
	}
	if errors.Is(err, fs.ErrNotExist) {
		key, err = k.makeFile()
	}
	if err != nil {
		return "", err
	}
	return sealTo(key, place, secret)
}

// Open decrypts a sealed value that belongs to a place. Errors are [ErrDamaged], [*MovedError], [*NoKeyError], the
// context's, or an [mperr.ConfigError] about the key file.
func (k *Keys) Open(ctx context.Context, place Place, value string) (string, error) {
	missing := &NoKeyError{}
	// The file is asked first, as it answers at once.
	for _, source := range []struct {
		name string
		get  func(context.Context) (*age.X25519Identity, error)
	}{
		{k.File, func(context.Context) (*age.X25519Identity, error) { return k.fromFile() }},
		{"the keyring", k.fromKeyring},
	} {
		key, err := source.get(ctx)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if refused, ok := errors.AsType[*mperr.ConfigError](err); ok {
			return "", refused
		}
		if err != nil {
			missing.Tried = append(missing.Tried, fmt.Sprintf("%s: %s", source.name, reason(err)))
			continue
		}
		secret, err := openWith(key, place, value)
		if !errors.Is(err, errOtherKey) {
			return secret, err
		}
		missing.Tried = append(missing.Tried, source.name+": has another key")
	}
	return "", missing
}

func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case isAbsent(err):
		return "has no key for this file"
	}
	return err.Error()
}

var errNoKeyring = errors.New("there is none in this session")

func (k *Keys) fromKeyring(ctx context.Context) (*age.X25519Identity, error) {
	if k.Keyring == nil {
		return nil, errNoKeyring
	}
	text, err := within(ctx, k.wait(), func() (string, error) { return k.Keyring.Get(service, k.Name) })
	if err != nil {
		return nil, err
	}
	return parseKey(text)
}

// makeInKeyring stores a new key and reads it back: a keyring that forgets is no keyring.
func (k *Keys) makeInKeyring(ctx context.Context) (*age.X25519Identity, error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	if _, err := within(ctx, k.wait(), func() (string, error) {
		return "", k.Keyring.Set(service, k.Name, key.String())
	}); err != nil {
		return nil, err
	}
	return k.fromKeyring(ctx)
}

func (k *Keys) wait() time.Duration {
	if k.Wait > 0 {
		return k.Wait
	}
	return DefaultWait
}

func (k *Keys) fromFile() (*age.X25519Identity, error) {
	text, err := ownerfile.Read(k.File)
	if err != nil {
		return nil, err
	}
	key, err := parseKey(string(text))
	if err != nil {
		return nil, &mperr.ConfigError{Path: k.File, Message: "does not hold the key of an age file, so that stored secrets cannot be opened",
			Fix: "put the right key file back; or move this one away, and remove and add the accounts"}
	}
	return key, nil
}

func (k *Keys) makeFile() (*age.X25519Identity, error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	text := "# This key opens the secrets in the configuration file beside it. Without it they are lost.\n" + key.String() + "\n"
	if err := ownerfile.Replace(k.File, []byte(text)); err != nil {
		return nil, err
	}
	return key, nil
}

// parseKey reads an age identity file with one key. Its error does not quote the text.
func parseKey(text string) (*age.X25519Identity, error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := age.ParseX25519Identity(line)
		if err != nil {
			return nil, errors.New("not a key")
		}
		return key, nil
	}
	return nil, errors.New("no key")
}
