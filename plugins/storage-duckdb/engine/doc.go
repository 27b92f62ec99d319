// Package engine is the storage engine of mp on DuckDB: one file that any DuckDB from 1.3 on can open, too.
//
// # What the file holds
//
// A published table is a plain table of the schema main, so SHOW TABLES in any DuckDB client lists the user's tables. An
// events table has the columns of storage.EventsSchema: event_time is a TIMESTAMP in UTC, properties is JSON, byte for
// byte as it came, and further columns follow as units bring them. The macro prop(properties, key) gives one property as
// text, whatever characters its key has.
//
// The engine's own tables are in the schema _mp: the published tables with their metadata, unfinished sessions, the units
// they have stored, coverage, the keys of events, rejected lines, and the version of all this.
//
// # How a write works
//
// CREATE and REPLACE write into a table main._mp_staged_ID; Commit drops the old table, renames the staged one and moves
// the entry in _mp.tables, all in one transaction whose cost does not depend on rows. (DuckDB cannot move a table between
// schemas, so the staged one lives beside the published ones.) APPEND writes into the table itself.
//
// A unit is one transaction: the days are deleted, the rows are inserted in one statement straight from the Arrow
// batches, copies of events are deleted, and coverage, rejects and the unit's report are written. Units of a session run
// side by side, each on a connection of its own; one that brings a new column waits for the others first, as DuckDB
// fails a transaction that has inserted into a table whose shape changed meanwhile.
//
// # Queries
//
// SQL of a user runs in a transaction that cannot write, on an instance that reaches no files and whose configuration is
// locked; see package duck.
package engine
