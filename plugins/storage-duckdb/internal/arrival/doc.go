// Package arrival checks the rows of a unit while they stream into the engine: each batch has the columns that were
// announced, its text is valid UTF-8, nothing that must have a value is null. It counts rows by project day, and it
// remembers which insert ids came more than once, so that a unit without repetitions needs no search for duplicates.
//
// Nothing here knows DuckDB but for the names of column types.
package arrival
