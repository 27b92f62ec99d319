// Command mp-storage-jsonl is a storage plugin on plain files: no database, no cgo. A store is a folder, a table a folder
// in it, a project day a file of JSON lines that any tool reads:
//
//	store/
//	  mp-jsonl.json                       marks the folder as a store
//	  signups/
//	    table.json                        what is in the table: columns, coverage, and which file holds which day
//	    next.json                         the same for a create or replace that is not committed yet
//	    2026-01-01.1483921.jsonl          the rows of a day
//
// What table.json does not name is not in the table, so a change is one rename: see journal.go. It has samples, answers one
// question, and has no SQL. It passes the same conformance suite as every engine and is written to be read beside the
// package text of sdk/storage.
package main

import "github.com/mixpanel-data/mp/sdk"

func main() {
	sdk.Serve(sdk.Plugin{Name: "jsonl", Version: "0.1.0", Storage: engine{}})
}
