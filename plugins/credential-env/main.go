// Command mp-credential-env is the credential provider of the environment: MP_USERNAME, MP_SECRET, MP_PROJECT_ID and
// MP_REGION, together or not at all.
package main

import (
	"os"

	"github.com/mixpanel-data/mp/sdk"
)

// version is that of the manifest beside the program, mp-credential-env.toml.
const version = "0.1.0"

func main() {
	sdk.Serve(sdk.Plugin{Name: "env", Version: version, Credential: &provider{lookup: os.LookupEnv}})
}
