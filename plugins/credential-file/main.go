// Command mp-credential-file is the credential provider of ~/.mp/config.toml: accounts by name, secrets encrypted.
package main

import (
	"os"

	"github.com/mixpanel-data/mp/plugins/credential-file/accounts"
	"github.com/mixpanel-data/mp/plugins/credential-file/seal"
	"github.com/mixpanel-data/mp/sdk"
)

// version is that of the manifest beside the program, mp-credential-file.toml.
const version = "0.1.0"

func main() {
	store := accounts.New(accounts.Config{LookupEnv: os.LookupEnv, Keyring: seal.OSKeyring(os.LookupEnv)})
	sdk.Serve(sdk.Plugin{Name: "file", Version: version, Credential: store})
}
