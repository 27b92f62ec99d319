// Command mp-storage-duckdb is the default storage of mp: tables in one DuckDB file.
package main

import (
	"runtime/debug"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk"
)

// version is that of the manifest beside the program, mp-storage-duckdb.toml.
const version = "0.1.0"

// gcPercent is how much Go's heap may grow before it is collected. It holds the rows that are on their way into DuckDB,
// which has the rest of the memory: collecting twice as often as usual costs little, and keeps a third less.
const gcPercent = 50

func main() {
	keepPrivate()
	outliveLimit()
	debug.SetGCPercent(gcPercent)
	sdk.Serve(sdk.Plugin{Name: "duckdb", Version: version, Storage: engine.New()})
}
