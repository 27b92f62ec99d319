package engine_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func newPath(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), "store.duckdb")
}

func openAt(tb testing.TB, path string) storage.Sink {
	tb.Helper()
	return openWith(tb, engine.New(), storage.Options{Location: path})
}

func openWith(tb testing.TB, e *engine.Engine, options storage.Options) storage.Sink {
	tb.Helper()
	sink, err := e.Open(tb.Context(), options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := sink.Close(context.Background()); err != nil {
			tb.Error(err)
		}
	})
	return sink
}

func target(mode storage.Mode) storage.Target {
	return storage.Target{Table: "events", Kind: storage.Events, Mode: mode, Fingerprint: "all"}
}

// write stores units in the table events, in a session of their own.
func write(tb testing.TB, sink storage.Sink, mode storage.Mode, units ...*generated) {
	tb.Helper()
	session := begin(tb, sink, target(mode))
	for _, unit := range units {
		put(tb, sink, session, unit)
	}
	must(tb, "commit", second(sink.Commit(tb.Context(), session.ID)))
}

func begin(tb testing.TB, sink storage.Sink, target storage.Target) storage.Session {
	tb.Helper()
	session, err := sink.Begin(tb.Context(), target)
	must(tb, "begin", err)
	return session
}

// put stores a unit and checks its report.
func put(tb testing.TB, sink storage.Sink, session storage.Session, unit *generated) {
	tb.Helper()
	report, err := sink.WriteUnit(tb.Context(), session.ID, unit.unit, unit.rows())
	must(tb, "write unit "+unit.unit.ID, err)
	if diff := cmp.Diff(unit.report(), report); diff != "" {
		tb.Fatalf("report differs (-want +got):\n%s", diff)
	}
}

func must(tb testing.TB, what string, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatalf("%s: %v", what, err)
	}
}

func second[T any](_ T, err error) error { return err }

// wantError gives err as the coded error E.
func wantError[E mperr.Error](tb testing.TB, what string, err error) E {
	tb.Helper()
	coded, ok := errors.AsType[E](err)
	if !ok {
		tb.Fatalf("%s: got %v (%s), want %T", what, err, mperr.CodeOf(err), coded)
	}
	return coded
}

// wantUnits checks that the table holds these units and nothing else, row counts by day against coverage.
func wantUnits(tb testing.TB, sink storage.Sink, units ...*generated) {
	tb.Helper()
	want := map[string]int64{}
	for _, unit := range units {
		for _, day := range unit.footer.Days {
			want[day.Day] = 0
		}
	}
	days, err := sink.Coverage(tb.Context(), "events")
	must(tb, "coverage", err)
	for _, day := range days {
		want[day.Day] = day.Stored
	}
	total, stored := int64(0), int64(0)
	for _, unit := range units {
		total += unit.report().Stored
	}
	for _, count := range want {
		stored += count
	}
	if stored != total || len(days) != len(want) {
		tb.Fatalf("coverage has %d rows of %d days, want %d of %d", stored, len(days), total, len(want))
	}
	if diff := cmp.Diff(nonzero(want), rowsByDay(tb, sink)); diff != "" {
		tb.Fatalf("rows differ from coverage (-coverage +rows):\n%s", diff)
	}
	copies := answer(tb, sink, "SELECT count(*) FROM (FROM events SELECT DISTINCT event_name, distinct_id, event_time, insert_id)")
	if copies[0] != total {
		tb.Fatalf("%v events of %d rows differ", copies[0], total)
	}
}

func nonzero(counts map[string]int64) map[string]int64 {
	kept := maps.Clone(counts)
	maps.DeleteFunc(kept, func(_ string, n int64) bool { return n == 0 })
	return kept
}

func rowsByDay(tb testing.TB, sink storage.Sink) map[string]int64 {
	tb.Helper()
	got := answer(tb, sink, "SELECT CAST(project_day AS VARCHAR), count(*) FROM events GROUP BY ALL ORDER BY ALL")
	counts := map[string]int64{}
	for pair := range slices.Chunk(got, 2) {
		counts[pair[0].(string)] = pair[1].(int64)
	}
	return counts
}

// answer gives the values of an answer, row by row: int64, string, or whatever Arrow makes of the rest.
func answer(tb testing.TB, sink storage.Sink, text string) (values []any) {
	tb.Helper()
	reader, err := sink.(storage.Querier).Query(tb.Context(), storage.Query{SQL: text})
	must(tb, text, err)
	defer reader.Close()
	for {
		batch, err := reader.Next(tb.Context())
		if errors.Is(err, io.EOF) {
			return values
		}
		must(tb, text, err)
		for at := range int(batch.NumRows()) {
			for _, column := range batch.Columns() {
				value := column.GetOneForMarshal(at)
				if text, ok := value.(string); ok {
					value = strings.Clone(text) // it is in memory of the batch
				}
				values = append(values, value)
			}
		}
	}
}

// plain opens a file as any client of DuckDB does.
func plain(tb testing.TB, path string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("duckdb", path)
	must(tb, "open with plain DuckDB", err)
	tb.Cleanup(func() { must(tb, "close", db.Close()) })
	return db
}

// texts gives the first column of a plain answer.
func texts(tb testing.TB, db *sql.DB, statement string) (values []string) {
	tb.Helper()
	rows, err := db.QueryContext(tb.Context(), statement)
	must(tb, statement, err)
	defer rows.Close()
	for rows.Next() {
		var value string
		must(tb, statement, rows.Scan(&value))
		values = append(values, value)
	}
	must(tb, statement, rows.Err())
	return values
}

func count(tb testing.TB, reader storage.Reader) (rows int64) {
	tb.Helper()
	defer reader.Close()
	for {
		batch, err := reader.Next(tb.Context())
		if errors.Is(err, io.EOF) {
			return rows
		}
		must(tb, "read", err)
		rows += batch.NumRows()
	}
}

// clockAt is a clock that tells one time.
func clockAt(at time.Time) func() time.Time { return func() time.Time { return at } }
