package sdk_test //nolint:testableexamples // the example is a main: Serve ends the process

import (
	"context"
	"os"
	"strings"

	"github.com/mixpanel-data/mp/sdk"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// secretFile is a provider that reads the secret from the file that an orchestrator mounts.
type secretFile struct{ path string }

// Resolve says "ask the next one" where there is no file, and stops the search where there is one that cannot be read.
func (s secretFile) Resolve(context.Context, credential.Request) (credential.Resolution, error) {
	text, err := os.ReadFile(s.path)
	switch {
	case os.IsNotExist(err):
		return credential.Resolution{}, &mperr.CredentialsNotConfigured{
			Reason: "there is no " + s.path, Fix: "mount the secret at " + s.path,
		}
	case err != nil:
		return credential.Resolution{}, &mperr.ConfigError{
			Message: "the secret cannot be read", Path: s.path, Fix: "make it readable for the user that runs mp", Cause: err,
		}
	}
	credentials, err := credential.New(credential.Fields{
		Username:  "analytics.robot",
		Secret:    credential.NewSecret(strings.TrimSpace(string(text))),
		ProjectID: "12345",
		Region:    "eu",
	})
	if err != nil {
		return credential.Resolution{}, err
	}
	return credential.Resolution{Credentials: credentials, Source: s.path}, nil
}

// A whole plugin: mp-credential-mounted.
func Example() {
	sdk.Serve(sdk.Plugin{
		Name:       "mounted",
		Version:    "0.1.0",
		Credential: secretFile{path: "/run/secrets/mixpanel"},
	})
}
