package engine

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/semver"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// entry is a published table as _mp.tables has it.
type entry struct {
	id, name  string
	kind      storage.Kind
	fetchedAt time.Time
	metadata  storage.Metadata
}

// stagedName is the table that a CREATE or REPLACE writes to. Users' tables do not begin with an underscore.
func stagedName(tableID string) string { return "_mp_staged_" + tableID }

// asideName is the table of a unit that is not shown yet.
func asideName(id string) string { return "_mp_aside_" + id }

// qualified is a table of the user's schema in SQL.
func qualified(name string) string { return "main." + duck.Quote(name) }

// createTable makes an empty table of these columns, in the place of one of that name.
func createTable(tx *duck.Transaction, name string, columns []arrival.Column) error {
	definitions := make([]string, len(columns))
	repeating, err := dictionary(tx)
	if err != nil {
		return err
	}
	for i, column := range columns {
		definitions[i] = definition(column, repeating)
	}
	_, err = tx.Exec("CREATE OR REPLACE TABLE " + qualified(name) + " (" + strings.Join(definitions, ", ") + ")")
	return err
}

// addColumn adds a column to a table, null in its rows.
func addColumn(tx *duck.Transaction, table string, column arrival.Column) error {
	repeating, err := dictionary(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec("ALTER TABLE " + qualified(table) + " ADD COLUMN " + definition(column, repeating))
	return err
}

// dictionary is how text that repeats itself is compressed. Dictionaries that hold absent values as well are grouped by five
// times as fast (measured); files that an older mp made, or somebody else, may be of a version without them.
func dictionary(tx *duck.Transaction) (compression string, err error) {
	version := ""
	err = tx.Query(func(into func(...any) error) error { return into(&version) },
		"SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()")
	if semver.Compare(strings.TrimSuffix(version, "+"), storageVersion) < 0 {
		return "dictionary", err
	}
	return "dict_fsst", err
}

// definition is a column in SQL. Properties are compressed with zstd: DuckDB's own choice for text takes two and a half
// times the room and is slower to write. Where text repeats itself its choice is most often a dictionary, but only after it
// has tried everything else, which takes a third of the work of writing such columns (both measured).
func definition(column arrival.Column, repeating string) string {
	text := duck.Quote(column.Name) + " " + column.Type
	switch {
	case column.Name == storage.ColumnProperties:
		text += " USING COMPRESSION zstd"
	case column.Repeats && column.Type == string(storage.Varchar):
		text += " USING COMPRESSION " + repeating
	}
	if column.Required {
		text += " NOT NULL"
	}
	return text
}

// there finds how the tables and views of the user's schema spell a name, for which upper and lower case are the same;
// "" where there is none. base says whether it is a table.
func there(tx *duck.Transaction, name string) (spelt string, base bool, err error) {
	err = tx.Query(func(into func(...any) error) error { return into(&spelt, &base) },
		`SELECT table_name, true FROM duckdb_tables()
			WHERE database_name = current_database() AND schema_name = 'main' AND lower(table_name) = lower(?)
		UNION ALL SELECT view_name, false FROM duckdb_views()
			WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal AND lower(view_name) = lower(?)`, name, name)
	return spelt, base, err
}

// published finds a table that mp made. An entry whose table somebody removed with other means does not count.
func (s *Sink) published(tx *duck.Transaction, name string) (found entry, ok bool, err error) {
	if s.format.version == 0 {
		return entry{}, false, nil
	}
	_, base, err := there(tx, name)
	if err != nil || !base {
		return entry{}, false, err
	}
	all, err := entries(tx, "WHERE lower(name) = lower(?)", name)
	if err != nil || len(all) == 0 {
		return entry{}, false, err
	}
	return all[0], true, nil
}

func entries(tx *duck.Transaction, where string, args ...any) (found []entry, err error) {
	err = tx.Query(func(into func(...any) error) error {
		var e entry
		var kind, metadata string
		if err := into(&e.id, &e.name, &kind, &e.fetchedAt, &metadata); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(metadata), &e.metadata); err != nil {
			return fmt.Errorf("metadata of table %s: %w", e.name, err)
		}
		e.kind, e.fetchedAt = storage.Kind(kind), e.fetchedAt.UTC()
		found = append(found, e)
		return nil
	}, "SELECT id, name, kind, fetched_at, metadata FROM _mp.tables "+where, args...)
	return found, err
}

// save writes an entry in place of what _mp.tables has for its id and name.
func (e *entry) save(tx *duck.Transaction) error {
	if _, err := tx.Exec("DELETE FROM _mp.tables WHERE id = ? OR lower(name) = lower(?)", e.id, e.name); err != nil {
		return err
	}
	metadata, err := json.Marshal(e.metadata)
	if err != nil {
		return err
	}
	return tx.Insert("_mp.tables", "id, name, kind, fetched_at, metadata",
		[][]any{{e.id, e.name, string(e.kind), e.fetchedAt.UTC(), string(metadata)}})
}

// forget removes what is known of a table but the table itself.
func forget(tx *duck.Transaction, tableID string) error {
	for _, statement := range []string{
		"DELETE FROM _mp.tables WHERE id = ?", "DELETE FROM _mp.coverage WHERE table_id = ?", "DELETE FROM _mp.rejects WHERE table_id = ?",
		"DELETE FROM _mp.columns WHERE table_id = ?", "DELETE FROM _mp.keys WHERE table_id = ?",
		"DELETE FROM _mp.units WHERE session_id IN (SELECT id FROM _mp.sessions WHERE table_id = ?)",
		"DELETE FROM _mp.sessions WHERE table_id = ?",
	} {
		if _, err := tx.Exec(statement, tableID); err != nil {
			return err
		}
	}
	return nil
}

// missing is the error for a table that is not there, with names that are close to it.
func missing(tx *duck.Transaction, name string) error {
	unknown := &mperr.TableNotFound{TableName: name}
	// 0.8 keeps a dropped or added letter and a swapped pair, and loses words that share a beginning.
	err := tx.Query(func(into func(...any) error) error {
		var near string
		err := into(&near)
		unknown.SimilarTables = append(unknown.SimilarTables, near)
		return err
	}, `SELECT name FROM (
			SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'
			UNION ALL SELECT view_name FROM duckdb_views()
				WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal)
		WHERE NOT starts_with(name, '_mp_') AND jaro_winkler_similarity(lower(name), lower(?)) >= 0.8
		ORDER BY jaro_winkler_similarity(lower(name), lower(?)) DESC, name LIMIT 5`, name, name)
	if err != nil {
		return err
	}
	return unknown
}
