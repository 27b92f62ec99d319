package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// keptState is all that mp keeps in a file but rows of fetched tables, as text.
func keptState(t *testing.T, sink storage.Sink) string {
	t.Helper()
	all := answer(t, sink, `SELECT table_name, sql, comment FROM duckdb_tables() WHERE schema_name = '_mp' OR table_name = 'events'
		OR starts_with(table_name, '_mp_') ORDER BY ALL`)
	for _, table := range []string{"format", "tables", "sessions", "units", "coverage", "rejects"} {
		all = append(all, answer(t, sink, "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM _mp."+table+" ORDER BY ALL")...)
	}
	rows := answer(t, sink, "SELECT count(*), sum(hash(COLUMNS(*))::HUGEINT) FROM events")
	return fmt.Sprint(append(all, rows...)...)
}

func TestWritingSQLLeavesFetchedTablesAndTheBooksAlone(t *testing.T) {
	sink := openAt(t, newPath(t))
	unit := generate(t, spec{Rows: 300, Days: 3})
	write(t, sink, storage.Create, unit)
	begin(t, sink, storage.Target{Table: "unfinished", Kind: storage.Profiles, Mode: storage.Create})
	staged := answer(t, sink, "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, '_mp_')")[0].(string)
	for _, text := range []string{
		"CREATE TABLE mine AS FROM events", "CREATE VIEW seen AS FROM events", "CREATE MACRO fetched() AS TABLE FROM events", "CREATE SCHEMA aside",
	} {
		must(t, text, refusal(t, sink, storage.Query{SQL: text, Write: true}))
	}
	before := keptState(t, sink)
	changes := []string{
		"INSERT INTO $ FROM $", "DELETE FROM $", "TRUNCATE $", "TRUNCATE TABLE $", "DROP TABLE $", "DROP TABLE IF EXISTS $ CASCADE",
		"CREATE OR REPLACE TABLE $ AS SELECT 1 AS a", "ALTER TABLE $ ADD COLUMN x INTEGER", "ALTER TABLE $ RENAME TO other", "COMMENT ON TABLE $ IS 'x'",
	}
	var all []string
	for _, table := range []string{
		"events", `"events"`, "EVENTS", "main.events", `store."main"."Events"`, "_mp.coverage", `store."_MP".Tables`, "_mp.format",
	} {
		for _, change := range changes {
			all = append(all, strings.ReplaceAll(change, "$", table))
		}
	}
	all = append(all,
		"DROP TABLE "+staged, "ALTER TABLE "+staged+" RENAME TO unfinished",
		"UPDATE events SET event_name = 'x'", "UPDATE events SET event_name = event_name WHERE project_day = '2026-01-02'", "UPDATE _mp.format SET version = 0",
		"DELETE FROM events WHERE insert_id IN (SELECT min(insert_id) FROM events) RETURNING *", "DELETE FROM events USING mine WHERE mine.insert_id = events.insert_id",
		"MERGE INTO events USING mine ON events.insert_id = mine.insert_id WHEN MATCHED THEN DELETE",
		"MERGE INTO main.Events AS e USING mine ON e.insert_id = mine.insert_id WHEN MATCHED THEN UPDATE SET event_name = 'x'",
		"MERGE INTO events USING mine ON false WHEN NOT MATCHED THEN INSERT BY NAME",
		"WITH one AS (FROM mine LIMIT 1) INSERT INTO events FROM one", "INSERT INTO events BY NAME FROM seen LIMIT 1", "INSERT INTO events FROM fetched()",
		"EXPLAIN ANALYZE DELETE FROM events", "EXPLAIN ANALYZE UPDATE _mp.format SET version = 9", "EXPLAIN ANALYZE DROP TABLE events",
		"ALTER TABLE events RENAME COLUMN properties TO p", "ALTER TABLE events DROP COLUMN properties", "ALTER TABLE events ALTER event_name DROP NOT NULL",
		"ALTER TABLE events ALTER event_name SET DEFAULT 'x'", "ALTER TABLE events ADD PRIMARY KEY (insert_id)", "COMMENT ON COLUMN events.event_name IS 'x'",
		"CREATE INDEX faster ON events(insert_id)", "CREATE UNIQUE INDEX faster ON _mp.tables(id)", "DROP SCHEMA _mp CASCADE",
		"CREATE TABLE _mp.mine (a INTEGER)", `CREATE VIEW "_MP".mine AS SELECT 1`, "CREATE MACRO _mp.mine() AS 1", "CREATE TYPE _mp.mine AS ENUM ('a')",
		"CREATE SEQUENCE _mp.mine", "CREATE TABLE _mp_aside_mine (a INTEGER)", "CREATE VIEW _MP_staged AS SELECT 1", "ALTER TABLE mine RENAME TO _mp_aside_mine",
	)
	for _, text := range all {
		failed := wantError[*mperr.QueryFailed](t, text, refusal(t, sink, storage.Query{SQL: text, Write: true}))
		if !strings.Contains(failed.Message, "mp fetched") && !strings.Contains(failed.Message, "choose another name") {
			t.Errorf("%s is refused with %q", text, failed.Message)
		}
	}
	if diff := cmp.Diff(before, keptState(t, sink)); diff != "" {
		t.Errorf("what mp keeps has changed (-before +after):\n%s", diff)
	}
	wantUnits(t, sink, unit)
}
