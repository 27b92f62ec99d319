// Command mp-storage-discard is a storage plugin that reads units to their end and keeps nothing of them: what is left of
// writing is the way there. The benchmark of mp runs it.
package main

import "github.com/mixpanel-data/mp/sdk"

func main() {
	sdk.Serve(sdk.Plugin{Name: "discard", Version: "0.1.0", Storage: engine{}})
}
