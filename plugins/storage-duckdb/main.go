// Command mp-storage-duckdb is the default storage of mp: tables in one DuckDB file.
package main

import (
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk"
)

// version is that of the manifest beside the program, mp-storage-duckdb.toml.
const version = "0.1.0"

func main() {
	keepPrivate()
	sdk.Serve(sdk.Plugin{Name: "duckdb", Version: version, Storage: engine.New()})
}
