package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func change(t *testing.T, sink storage.Sink, text string) {
	t.Helper()
	must(t, text, refusal(t, sink, storage.Query{SQL: text, Write: true}))
}

func TestTheUsersOwnTablesAreFree(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	unit := generate(t, spec{Rows: 60, Days: 2})
	write(t, sink, storage.Create, unit)
	for _, text := range []string{
		"CREATE TABLE mine AS SELECT insert_id AS id, event_name AS name FROM events", "INSERT INTO mine SELECT insert_id || 'x', event_name FROM events",
		"UPDATE mine SET name = 'x' WHERE id IN (SELECT insert_id FROM events)", "DELETE FROM mine WHERE name = 'x'", "ALTER TABLE mine ADD COLUMN more INTEGER",
		"CREATE INDEX faster ON mine(name)", "DROP INDEX faster", "MERGE INTO mine USING events ON id = insert_id WHEN NOT MATCHED THEN INSERT VALUES (insert_id, 'y', 1)",
		"TRUNCATE mine", "COMMENT ON TABLE mine IS 'x'", "ALTER TABLE mine RENAME TO ours", "CREATE OR REPLACE TABLE ours AS FROM events", "CREATE VIEW seen AS FROM events",
		"CREATE TABLE _mine (a INTEGER)", "CREATE SCHEMA aside", "CREATE TABLE aside.events AS FROM events", "DELETE FROM aside.events WHERE distinct_id <> ''",
		"CREATE MACRO events() AS 1", "CREATE TYPE mood AS ENUM ('good')", "CREATE SEQUENCE numbers", "DROP SCHEMA aside CASCADE", "DROP TABLE _mine", "DROP VIEW seen",
		"DROP MACRO events", "DROP TYPE mood", "DROP SEQUENCE numbers", "EXPLAIN INSERT INTO ours FROM events", "EXPLAIN ANALYZE DELETE FROM ours WHERE event_name <> ''",
		"DELETE FROM events WHERE event_name = 'no such event'", "SELECT count(*) FROM events", "/* a DROP */ DROP -- of mine\n TABLE ours",
		"CREATE TEMP TABLE brief AS FROM events", "CREATE TABLE wide AS PIVOT events ON project_day IN ('2026-01-01') USING count(*)",
	} {
		change(t, sink, text)
	}
	wantUnits(t, sink, unit)
	if got := answer(t, sink, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"); !cmp.Equal(got, []any{"events", "wide"}) {
		t.Errorf("tables are %v", got)
	}
	must(t, "drop", sink.Drop(t.Context(), "events"))
	change(t, sink, "CREATE TABLE events AS SELECT 1 AS a")
	change(t, sink, "DROP TABLE events")
}

// A table that another program removed leaves its coverage, which a table of the user's must not take over.
func TestNoTableTakesOverTheCoverageOfAnother(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	write(t, sink, storage.Create, generate(t, spec{Rows: 20}))
	must(t, "close", sink.Close(t.Context()))
	db := plain(t, path)
	must(t, "drop", second(db.ExecContext(t.Context(), "DROP TABLE events")))
	must(t, "close", db.Close())
	sink = openAt(t, path)
	change(t, sink, "CREATE TABLE mine (a INTEGER)")
	for _, text := range []string{"CREATE TABLE Events (a INTEGER)", "ALTER TABLE mine RENAME TO events"} {
		failed := wantError[*mperr.QueryFailed](t, text, refusal(t, sink, storage.Query{SQL: text, Write: true}))
		if !strings.Contains(failed.Message, "choose another name") {
			t.Errorf("%s is refused with %q", text, failed.Message)
		}
	}
}

// An index on a fetched table is not mp's; it must not open a way to the rows.
func TestAFetchedTableWithAnIndexIsKept(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	unit := generate(t, spec{Rows: 50})
	write(t, sink, storage.Create, unit)
	must(t, "close", sink.Close(t.Context()))
	db := plain(t, path)
	must(t, "index", second(db.ExecContext(t.Context(), "CREATE INDEX theirs ON events(insert_id)")))
	must(t, "close", db.Close())
	sink = openAt(t, path)
	for _, text := range []string{"DELETE FROM events", "INSERT INTO events FROM events", "UPDATE events SET event_name = 'x'", "DROP INDEX theirs"} {
		wantError[*mperr.QueryFailed](t, text, refusal(t, sink, storage.Query{SQL: text, Write: true}))
	}
	change(t, sink, "CREATE TABLE mine AS FROM events")
	wantUnits(t, sink, unit)
}

func TestWritingSQLAndAFetchGoOnSideBySide(t *testing.T) {
	sink := openAt(t, newPath(t))
	first := generate(t, spec{Rows: 200})
	write(t, sink, storage.Create, first)
	change(t, sink, "CREATE TABLE mine (n INTEGER)")
	session := begin(t, sink, target(storage.Append))
	units := []*generated{first}
	for day := 2; day <= 9; day++ {
		units = append(units, generate(t, spec{From: "2026-01-0" + string(rune('0'+day)), Rows: 300, Batch: 50}))
	}
	done := make(chan error)
	go func() { // ends with its last statement
		defer close(done)
		for range 20 {
			for _, text := range []string{"INSERT INTO mine SELECT count(*) FROM events", "DELETE FROM events"} {
				reader, err := sink.(storage.Querier).Query(context.WithoutCancel(t.Context()), storage.Query{SQL: text, Write: true})
				if reader != nil {
					_ = reader.Close()
				}
				if (err == nil) != (text != "DELETE FROM events") || err != nil && mperr.CodeOf(err) != "QUERY_FAILED" {
					done <- err
				}
			}
		}
	}()
	for _, unit := range units[1:] {
		put(t, sink, session, unit)
	}
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	for err := range done {
		t.Errorf("a statement gave %v", err)
	}
	wantUnits(t, sink, units...)
	if got := answer(t, sink, "SELECT count(*), count(*) FILTER (n % 100 = 0) FROM mine"); !cmp.Equal(got, []any{int64(20), int64(20)}) {
		t.Errorf("the user's table has %v rows", got)
	}
}
