// Command mp-credential-static is a whole credential provider in one file: it holds one account, that of the simulator
// mpsim. Read it first when you write a provider of your own; docs/writing-a-plugin.md goes through it line by line.
package main

import (
	"context"

	"github.com/mixpanel-data/mp/sdk"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// account is the name of the one account. A request without a name gets it too.
const account = "simulator"

// provider implements credential.Provider. It changes nothing, so it is safe for concurrent use.
type provider struct{}

// Resolve gives the credentials, or the error that lets mp ask the next provider.
func (provider) Resolve(ctx context.Context, request credential.Request) (credential.Resolution, error) {
	if err := ctx.Err(); err != nil {
		return credential.Resolution{}, err
	}
	if request.Account != "" && request.Account != account {
		return credential.Resolution{}, &mperr.CredentialsNotConfigured{
			Reason: "the only account here is " + account, AvailableAccounts: []string{account},
		}
	}
	credentials, err := credential.New(credential.Fields{
		Username: "demo-account", Secret: credential.NewSecret("demo-secret"), ProjectID: "424242", Region: "us",
		Timezone: "UTC",
	})
	if err != nil {
		return credential.Resolution{}, err
	}
	return credential.Resolution{Credentials: credentials, Account: account, Source: "the source of mp-credential-static"}, nil
}

func main() {
	sdk.Serve(sdk.Plugin{Name: "static", Version: "0.1.0", Credential: provider{}})
}
