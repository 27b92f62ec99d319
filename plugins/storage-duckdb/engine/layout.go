package engine

import (
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// The versions of what the schema _mp holds. A file with a greater one than formatVersion is not opened.
const (
	// withColumns has columnsTable. A build that does not know it would leave the columns of new rows empty.
	withColumns = 2
	// withKeys has keysTable. A build that does not know it would leave there what is true no longer.
	withKeys = 3

	formatVersion = withKeys
)

const (
	// columnsTable has which column of a table holds which property.
	columnsTable = `CREATE TABLE IF NOT EXISTS _mp.columns (table_id VARCHAR NOT NULL, name VARCHAR NOT NULL, property VARCHAR NOT NULL)`

	// keysTable has which keys the properties of a day's events of one name have: in some event, as null in some, and in all.
	// Nulls may be too many and always too few, never the other way round. Days whose keys are not known have no row.
	keysTable = `CREATE TABLE IF NOT EXISTS _mp.keys (table_id VARCHAR NOT NULL, day DATE NOT NULL, event_name VARCHAR NOT NULL,
		keys VARCHAR[] NOT NULL, nulls VARCHAR[] NOT NULL, always VARCHAR[] NOT NULL)`
)

// layout makes the engine's own tables and the macro for users. None has a key: DuckDB's indexes cost more than they give
// here, and every change of a row is a delete and an insert in one transaction.
//
// A table's id is its own for good; names change hands at a commit.
var layout = []string{
	"CREATE SCHEMA _mp",
	"CREATE TABLE _mp.format (version INTEGER NOT NULL, created_at TIMESTAMP NOT NULL)",
	`CREATE TABLE _mp.tables (id VARCHAR NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL, fetched_at TIMESTAMP NOT NULL,
		metadata VARCHAR NOT NULL)`,
	`CREATE TABLE _mp.sessions (id VARCHAR NOT NULL, table_id VARCHAR NOT NULL, table_name VARCHAR NOT NULL,
		kind VARCHAR NOT NULL, mode VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL, metadata VARCHAR NOT NULL,
		started_at TIMESTAMP NOT NULL)`,
	`CREATE TABLE _mp.units (session_id VARCHAR NOT NULL, id VARCHAR NOT NULL, from_date VARCHAR NOT NULL,
		to_date VARCHAR NOT NULL, filter VARCHAR NOT NULL, received BIGINT NOT NULL, stored BIGINT NOT NULL,
		duplicates BIGINT NOT NULL, rejected BIGINT NOT NULL, stored_at TIMESTAMP NOT NULL)`,
	`CREATE TABLE _mp.coverage (table_id VARCHAR NOT NULL, day DATE NOT NULL, complete BOOLEAN NOT NULL,
		filter VARCHAR NOT NULL, received BIGINT NOT NULL, stored BIGINT NOT NULL, duplicates BIGINT NOT NULL,
		rejected BIGINT NOT NULL, fetched_at TIMESTAMP NOT NULL)`,
	`CREATE TABLE _mp.rejects (table_id VARCHAR NOT NULL, unit VARCHAR NOT NULL, day VARCHAR NOT NULL,
		"offset" BIGINT NOT NULL, reason VARCHAR NOT NULL, start VARCHAR NOT NULL)`,
	columnsTable,
	keysTable,
	// A key is looked up as a JSON pointer, where only ~ and / have a meaning: $os, plan.tier and we"ird are plain keys.
	`CREATE MACRO IF NOT EXISTS main.prop(properties, key) AS
		json_extract_string(properties, '/' || replace(replace(key, '~', '~0'), '/', '~1'))`,
}

// layOut makes the layout.
func layOut(tx *duck.Transaction, now time.Time) error {
	for _, statement := range layout {
		if _, err := tx.Exec(statement); err != nil {
			return err
		}
	}
	return tx.Insert("_mp.format", "version, created_at", [][]any{{formatVersion, now.UTC()}})
}

// format is what a file tells about its layout; the zero value where it has none, as any DuckDB file.
type format struct {
	version   int
	createdAt time.Time
}

func readFormat(tx *duck.Transaction) (found format, err error) {
	var schemas int
	err = tx.Query(func(into func(...any) error) error { return into(&schemas) },
		`SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = '_mp' AND table_name = 'format'`)
	if err != nil || schemas == 0 {
		return format{}, err
	}
	err = tx.Query(func(into func(...any) error) error { return into(&found.version, &found.createdAt) },
		"SELECT version, created_at FROM _mp.format")
	return found, err
}

// upgrade brings an older layout to the version of this build.
func upgrade(tx *duck.Transaction) error {
	for _, table := range []string{columnsTable, keysTable} {
		if _, err := tx.Exec(table); err != nil {
			return err
		}
	}
	_, err := tx.Exec("UPDATE _mp.format SET version = ?", formatVersion)
	return err
}

func (p place) checkFormat(found format) error {
	if found.version <= formatVersion {
		return nil
	}
	return &mperr.StorageFailed{
		Message: "database " + p.location + " was written by a newer version of mp", Path: p.location,
		Fix: "install a newer mp-storage-duckdb",
	}
}
