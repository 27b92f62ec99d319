// Command mp-storage-discard is a storage plugin that reads units to their end and keeps nothing of them: what is left of
// writing is the way there. The benchmark of mp runs it.
package main

import (
	"runtime/debug"

	"github.com/mixpanel-data/mp/sdk"
)

func main() {
	debug.SetGCPercent(50) // as mp-storage-duckdb does
	sdk.Serve(sdk.Plugin{Name: "discard", Version: "0.1.0", Storage: engine{}})
}
