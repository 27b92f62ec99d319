package seal

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

// service is the name of the program in the keyring.
const service = "mp"

// isKeyringAlwaysThere: the keyring is part of the system, not of a session.
const isKeyringAlwaysThere = runtime.GOOS == "darwin" || runtime.GOOS == "windows"

// Keyring is the operating system's store of secrets. Get answers [keyring.ErrNotFound] where it has no entry.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
}

// OSKeyring is the keyring of the operating system, or nil where there is none: the Keychain, the Windows Credential
// Manager, else a Secret Service on the D-Bus session that the environment names. (Without that name the library would
// start a bus of its own.)
func OSKeyring(lookupEnv func(string) (string, bool)) Keyring {
	if isKeyringAlwaysThere {
		return osKeyring{}
	}
	address, _ := lookupEnv("DBUS_SESSION_BUS_ADDRESS")
	if address == "" || strings.HasPrefix(address, "autolaunch:") {
		return nil
	}
	return osKeyring{}
}

type osKeyring struct{}

func (osKeyring) Get(service, user string) (string, error) { return keyring.Get(service, user) }

func (osKeyring) Set(service, user, secret string) error { return keyring.Set(service, user, secret) }

// within runs a call that knows no context and may wait for ever, as a locked keyring does for its owner. A call that is
// given up goes on alone until it ends, which it does with the process at the latest.
func within(ctx context.Context, limit time.Duration, call func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := call()
		answers <- answer{text, err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-timer.C:
		return "", fmt.Errorf("did not answer within %s; it may be locked", limit)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func isAbsent(err error) bool { return errors.Is(err, keyring.ErrNotFound) }
