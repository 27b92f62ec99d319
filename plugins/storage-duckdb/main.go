// Command mp-storage-duckdb is the default storage of mp: tables in one DuckDB file.
package main

import (
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk"
)

func main() {
	keepPrivate()
	sdk.Serve(sdk.Plugin{Name: "duckdb", Version: "0.1.0", Storage: engine.New()})
}
