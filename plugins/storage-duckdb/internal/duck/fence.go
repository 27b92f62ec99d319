package duck

import "strings"

// Fence keeps every other transaction from changing the tables that a query names: it changes their shape, which DuckDB
// lets nobody see until this transaction is committed, and lets nobody get past until it is over. Whatever inserts,
// updates or deletes a row there meanwhile, or alters, renames, drops or indexes the table, fails as it runs or at its
// commit, with a [Failure] for which [Failure.Fenced] is true. This holds for the table itself, by whatever name or
// detour a statement comes to it. Others read on as before.
//
// The query gives two columns, schema and table. The transaction is meant to be one of [Database.Undo].
func (t *Transaction) Fence(tables string, args ...any) error {
	var statements []string
	err := t.Query(func(into func(...any) error) error {
		var schema, table, last string
		var spare bool
		err := into(&schema, &table, &spare, &last)
		statements = append(statements, "ALTER TABLE "+Quote(schema)+"."+Quote(table)+reshape(spare, last))
		return err
	}, `SELECT t.schema_name, t.table_name, t.index_count = 0 AND t.column_count > 1, arg_max(c.column_name, c.column_index)
		FROM duckdb_tables() AS t JOIN duckdb_columns() AS c USING (table_oid, database_name)
		WHERE database_name = current_database() AND (t.schema_name, t.table_name) IN (`+tables+`)
		GROUP BY ALL`, args...)
	for _, statement := range statements {
		if err == nil {
			_, err = t.Exec(statement)
		}
	}
	return err
}

// reshape is a change of a table's shape. To drop a column costs the same for any number of rows; where DuckDB refuses it,
// as there is an index or no other column, one is added, which takes a byte a row.
func reshape(spare bool, last string) string {
	if spare {
		return " DROP COLUMN " + Quote(last)
	}
	return " ADD COLUMN _mp_fence BOOLEAN"
}

// fenceWords are in DuckDB's messages to whoever meets a fence: from rows that are inserted or updated, from rows that
// are deleted, from an index, and from the catalog.
var fenceWords = []string{
	"altered by a different transaction", "another transaction has altered this table",
	"add an index to a table that has been altered", "Catalog write-write conflict",
}

// Fenced says whether a statement failed at a [Transaction.Fence].
func (f *Failure) Fenced() bool {
	for _, words := range fenceWords {
		if f.Kind == "TransactionContext" && strings.Contains(f.Text, words) {
			return true
		}
	}
	return false
}
