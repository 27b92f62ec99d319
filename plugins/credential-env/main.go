// Command mp-credential-env is the credential provider of the environment: MP_USERNAME, MP_SECRET, MP_PROJECT_ID and
// MP_REGION, together or not at all.
package main

import (
	"os"

	"github.com/mixpanel-data/mp/sdk"
)

func main() {
	sdk.Serve(sdk.Plugin{Name: "env", Version: "0.1.0", Credential: &provider{lookup: os.LookupEnv}})
}
