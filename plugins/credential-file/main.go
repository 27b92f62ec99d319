// Command mp-credential-file is the credential provider of ~/.mp/config.toml: accounts by name, secrets encrypted.
package main

import (
	"os"

	"github.com/mixpanel-data/mp/plugins/credential-file/accounts"
	"github.com/mixpanel-data/mp/plugins/credential-file/seal"
	"github.com/mixpanel-data/mp/sdk"
)

func main() {
	store := accounts.New(accounts.Config{LookupEnv: os.LookupEnv, Keyring: seal.OSKeyring(os.LookupEnv)})
	sdk.Serve(sdk.Plugin{Name: "file", Version: "0.1.0", Credential: store})
}
