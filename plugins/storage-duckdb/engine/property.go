package engine

import (
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// text is the column's property of a row as text, in SQL: the macro prop, of which users may make another. Properties with
// half a surrogate pair are no JSON to DuckDB, and would be an error.
func text(c arrival.Column) string { return ofProperty("json_extract_string", c) }

func ofProperty(function string, c arrival.Column) string {
	return "TRY(" + function + "(" + storage.ColumnProperties + ", " + pointer(c) + "))"
}

// pointer is the place of the column's property in the JSON, as an SQL text.
func pointer(c arrival.Column) string {
	path := "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(c.Property)
	return "'" + strings.ReplaceAll(path, "'", "''") + "'"
}

// computed is the column's value of a row from the JSON, in SQL.
func computed(c arrival.Column) string {
	if c.Type == string(storage.Varchar) {
		return text(c)
	}
	return "TRY_CAST(" + text(c) + " AS " + c.Type + ")"
}

// unfit is true in SQL for a row whose value the column's type does not hold as it is. DuckDB reads whole numbers beyond 64
// bits as DOUBLE and shows their digits.
func unfit(c arrival.Column) string {
	kind := ofProperty("json_type", c)
	fits := "true"
	switch storage.PropertyType(c.Type) {
	case storage.Boolean:
		fits = kind + " = 'BOOLEAN'"
	case storage.BigInt:
		fits = kind + " IN ('BIGINT', 'UBIGINT') AND " + computed(c) + " IS NOT NULL"
	case storage.Double:
		fits = "CASE WHEN " + kind + " IN ('BIGINT', 'UBIGINT') THEN abs(TRY_CAST(" + text(c) + " AS HUGEINT)) <= 9007199254740992 " +
			"ELSE " + kind + " = 'DOUBLE' AND NOT regexp_full_match(" + text(c) + ", '-?[0-9]+') AND isfinite(" + computed(c) + ") END"
	}
	return text(c) + " IS NOT NULL AND (" + fits + ") IS NOT TRUE"
}

// misfits says whether a table has a row that is unfit for the column; condition limits the rows looked at.
func misfits(tx *duck.Transaction, table string, c arrival.Column, condition string, args ...any) (found bool, err error) {
	if c.Type == string(storage.Varchar) {
		return false, nil
	}
	err = tx.Query(func(into func(...any) error) error { return into(&found) },
		"SELECT EXISTS (FROM "+qualified(table)+" WHERE ("+condition+") AND "+unfit(c)+")", args...)
	return found, err
}

// alter adds a column to a table, or changes the type of a property column, which it fills from the JSON of the table's rows:
// as text where they do not fit the type.
func alter(tx *duck.Transaction, table, tableID string, c arrival.Column) error {
	if !c.Holds {
		return addColumn(tx, table, c)
	}
	found, err := misfits(tx, table, c, "true")
	if err != nil {
		return err
	}
	if found {
		c.Type = string(storage.Varchar)
	}
	known := 0
	err = tx.Query(func(into func(...any) error) error { return into(&known) },
		"SELECT count(*) FROM _mp.columns WHERE table_id = ? AND name = ?", tableID, c.Name)
	if err != nil {
		return err
	}
	if known == 0 {
		if err = enter(tx, tableID, c); err == nil {
			err = addColumn(tx, table, c)
		}
	} else {
		_, err = tx.Exec("ALTER TABLE " + qualified(table) + " ALTER COLUMN " + duck.Quote(c.Name) + " SET DATA TYPE " + c.Type + " USING NULL")
	}
	if err != nil {
		return err
	}
	// The values come in a statement of their own: a log with USING and a function in it cannot be read again, so that a
	// process that is killed would leave a file that nobody can open (seen with DuckDB 1.5.5).
	_, err = tx.Exec("UPDATE " + qualified(table) + " SET " + duck.Quote(c.Name) + " = " + computed(c))
	return err
}

// enter notes which property a column holds; nothing for a column that holds none.
func enter(tx *duck.Transaction, tableID string, c arrival.Column) error {
	if !c.Holds {
		return nil
	}
	return tx.Insert("_mp.columns", "table_id, name, property", [][]any{{tableID, c.Name, c.Property}})
}
