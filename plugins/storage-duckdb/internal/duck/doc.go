// Package duck is the one place that talks to DuckDB's driver. It opens a database file, runs transactions on
// database/sql connections, feeds Arrow batches into an INSERT, and streams the answers of SQL as Arrow batches.
//
// # Two doors to one instance
//
// Statements of the engine go through the driver of database/sql. Answers for a user do not: the driver holds the whole
// result in memory before it gives the first row, so [Database.Query] uses the driver's own bindings underneath it, on a
// connection of the same DuckDB instance. A SELECT over a million rows then begins after milliseconds and takes the
// memory of a few batches.
//
// # Build
//
// DuckDB's Arrow interface is behind the build tag duckdb_arrow, and DuckDB itself needs cgo.
package duck
