package engine_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func query(t *testing.T, sink storage.Sink, q storage.Query) (storage.Reader, error) {
	t.Helper()
	return sink.(storage.Querier).Query(t.Context(), q)
}

// refusal runs a query to its end and gives its error.
func refusal(t *testing.T, sink storage.Sink, q storage.Query) error {
	t.Helper()
	reader, err := query(t, sink, q)
	if err != nil {
		return err
	}
	defer reader.Close()
	for {
		switch _, err := reader.Next(t.Context()); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

func TestEveryTypeOfDuckDBArrives(t *testing.T) {
	sink := openAt(t, newPath(t))
	for expression, want := range map[string]struct{ kind, text string }{
		"sum(9223372036854775807::BIGINT)":             {"decimal(38, 0)", "9223372036854775807"},
		"12.50::DECIMAL(5,2)":                          {"decimal(5, 2)", "12.5"},
		"TIMESTAMPTZ '2026-01-02 03:04:05+02'":         {"timestamp[us, tz=UTC]", "2026-01-02T01:04:05Z"},
		"TIMESTAMP '2026-01-02 03:04:05.000006'":       {"timestamp[us]", "2026-01-02T03:04:05.000006Z"},
		"DATE '2026-01-02'":                            {"date32", "2026-01-02"},
		"TIME '03:04:05'":                              {"time64[us]", "03:04:05.000000"},
		"TIMETZ '03:04:05+02'":                         {"utf8", "03:04:05+02"},
		`'{"a": 1.0}'::JSON`:                           {"extension<arrow.json[storage_type=utf8]>", `{"a": 1.0}`},
		"[1, NULL]":                                    {"list<l: int32, nullable>", "[1,null]"},
		"{'a': 1, 'b': 'x'}":                           {"struct<a: int32, b: utf8>", `{"a":1,"b":"x"}`},
		"MAP {'k': 1}":                                 {"map<utf8, int32, items_nullable>", `[{"key":"k","value":1}]`},
		"[1, 2]::INTEGER[2]":                           {"fixed_size_list<: int32, nullable>[2]", "[1,2]"},
		"INTERVAL 14 MONTHS":                           {"month_day_nano_interval", `{"months":14,"days":0,"nanoseconds":0}`},
		"'b8ccc87c-056c-4749-92f7-ec6e2ae33e97'::UUID": {"utf8", "b8ccc87c-056c-4749-92f7-ec6e2ae33e97"},
		"'a'::ENUM('a', 'b')":                          {"utf8", "a"},
		"['a'::ENUM('a', 'b')]":                        {"utf8", "[a]"},
		"NULL":                                         {"int32", "(null)"},
		"'x'::BLOB":                                    {"binary", "eA=="},
		"'101'::BIT":                                   {"utf8", "101"},
		"'123456789012345678901234567890123456789012'::BIGNUM": {"utf8", "123456789012345678901234567890123456789012"},
		"340282366920938463463374607431768211455::UHUGEINT":    {"utf8", "340282366920938463463374607431768211455"},
		"union_value(n := 5)":                                  {"utf8", "5"},
		"{'a': 5}::VARIANT":                                    {"utf8", "{'a': 5}"},
		"true":                                                 {"bool", "true"},
		"1.5::FLOAT":                                           {"float32", "1.5"},
		"'NaN'::DOUBLE":                                        {"float64", "NaN"},
		"18446744073709551615::UBIGINT":                        {"uint64", "18446744073709551615"},
		"repeat('é', 3)":                                       {"utf8", "ééé"},
		"'a' || chr(0) || 'b'":                                 {"utf8", "a\x00b"},
	} {
		reader, err := query(t, sink, storage.Query{SQL: "SELECT " + expression + " AS value, 7 AS other, 8 AS other -- a comment"})
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		var names []string
		for _, field := range reader.Schema().Fields() {
			names = append(names, field.Name)
		}
		if got := reader.Schema().Field(0).Type.String(); got != want.kind || !cmp.Equal(names, []string{"value", "other", "other"}) {
			t.Errorf("%s arrives as %s in %q, want %s", expression, got, names, want.kind)
		}
		batch, err := reader.Next(t.Context())
		if err != nil {
			t.Errorf("%s: %v", expression, err)
		} else if got := batch.Column(0).ValueStr(0); got != want.text {
			t.Errorf("%s arrives as %q, want %q", expression, got, want.text)
		}
		must(t, "close", reader.Close())
	}
}

func TestOrderAndParametersSurviveTypesThatGoAsText(t *testing.T) {
	sink := openAt(t, newPath(t))
	reader, err := query(t, sink, storage.Query{
		SQL:    "SELECT i, 'a'::ENUM('a', 'b') AS e FROM range(100000) t(i) WHERE i % $n = 0 ORDER BY i DESC;  ",
		Params: map[string]string{"n": "5"}, Limit: 20_000,
	})
	must(t, "query", err)
	defer reader.Close()
	want := int64(99_995)
	for {
		batch, err := reader.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		must(t, "read", err)
		for i := range int(batch.NumRows()) {
			if got := batch.Column(0).GetOneForMarshal(i); got != want {
				t.Fatalf("%v where %d should be", got, want)
			}
			want -= 5
		}
	}
	if want != -5 {
		t.Errorf("the answer ends before %d", want)
	}
}

func TestParametersAreCastToWhatTheStatementNeeds(t *testing.T) {
	sink := openAt(t, newPath(t))
	write(t, sink, storage.Create, generate(t, spec{Rows: 100, Days: 2}))
	for _, c := range []struct {
		text   string
		params map[string]string
		want   int64
	}{
		{"SELECT count(*) FROM events WHERE project_day = $day", map[string]string{"day": "2026-01-02"}, 50},
		{"SELECT count(*) FROM events WHERE event_time >= $from AND event_time < $to", map[string]string{"from": "2026-01-01", "to": "2026-01-02 00:00:00"}, 50},
		{"SELECT count(*) FROM (FROM events LIMIT $n)", map[string]string{"n": "7"}, 7},
		{"SELECT count(*) FROM events WHERE length(insert_id) > $1", map[string]string{"1": "3"}, 100},
		{"SELECT count(*) FROM events WHERE (properties->>'amount')::DOUBLE >= $least", map[string]string{"LEAST": "0"}, 100},
		{"SELECT count(*) FROM events WHERE distinct_id = $who OR $who = 'all'", map[string]string{"who": "all"}, 100},
	} {
		reader, err := query(t, sink, storage.Query{SQL: c.text, Params: c.params})
		must(t, c.text, err)
		batch, err := reader.Next(t.Context())
		must(t, c.text, err)
		if got := batch.Column(0).GetOneForMarshal(0); got != c.want {
			t.Errorf("%s gives %v, want %d", c.text, got, c.want)
		}
		must(t, "close", reader.Close())
	}
	for text, params := range map[string]map[string]string{
		"SELECT $missing": nil, "SELECT 1": {"spare": "x"}, "SELECT count(*) FROM events WHERE project_day = $day": {"day": "some day"},
	} {
		wantError[*mperr.QueryFailed](t, text, refusal(t, sink, storage.Query{SQL: text, Params: params}))
	}
}

func TestRefusedStatementsSayWhereAndWhy(t *testing.T) {
	sink := openAt(t, newPath(t))
	write(t, sink, storage.Create, generate(t, spec{Rows: 5}))
	long := strings.Repeat("'é日本', ", 50)
	for text, want := range map[string]struct {
		position int
		says     string
	}{
		"SELECT nothing FROM events":                     {8, `Binder Error: Referenced column "nothing" not found`},
		"SELECT 'é日本' AS ü, nothing FROM events":         {20, "nothing"},
		"SELECT " + long + "nothing\nFROM events":        {8 + len([]rune(long)), "nothing"},
		"SELECT *\nFROM events\nWHERE a = ":              {32, "Parser Error: syntax error at end of input"},
		"SELEC 1":                                        {1, `Parser Error: syntax error at or near "SELEC"`},
		"SELECT nofunction(1)":                           {8, "Catalog Error: Scalar Function with name nofunction"},
		"SELECT * FROM nofunction(1)":                    {15, "Table Function"},
		"SELECT * FROM noschema.events":                  {15, "noschema"},
		"SELECT CAST(event_name AS INTEGER) FROM events": {8, "Conversion Error"},
		"SELECT error('on purpose')":                     {0, "on purpose"},
		"":                                               {0, "no statement"},
		" -- nothing but this":                           {0, "no statement"},
		"SELECT 1; SELECT 2":                             {0, "one statement"},
		"SELECT 1\x00; DROP TABLE events":                {0, "zero byte"},
		"SELECT '\xff'":                                  {0, "UTF-8"},
		"SELECT * FROM read_csv('/etc/passwd')":          {15, "Permission Error"},
		"SELECT 1 WHERE 1 = (SELECT unnest(range(3)))":   {0, ""},
		"SELECT sum(event_name) FROM events":             {8, "Binder Error"},
	} {
		failed := wantError[*mperr.QueryFailed](t, text, refusal(t, sink, storage.Query{SQL: text}))
		if failed.Position != want.position && want.says != "" || !strings.Contains(failed.Message, want.says) || strings.Contains(failed.Message, "exception_type") {
			t.Errorf("%.40q fails at %d with %q, want %d and %q", text, failed.Position, failed.Message, want.position, want.says)
		}
	}
}

func TestAMissingTableHasItsNearNames(t *testing.T) {
	sink := openAt(t, newPath(t))
	for _, table := range []string{"signups", "logins", "Purchases"} {
		session := begin(t, sink, storage.Target{Table: table, Kind: storage.Events, Mode: storage.Create})
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	}
	begin(t, sink, storage.Target{Table: "sign_up", Kind: storage.Events, Mode: storage.Create})
	for name, want := range map[string][]string{
		"signup": {"signups"}, "SIGN_UPS": {"signups"}, "purchase": {"Purchases"}, "zebra": nil, "login": {"logins"}, "_mp_staged": nil,
	} {
		missing := wantError[*mperr.TableNotFound](t, name, refusal(t, sink, storage.Query{SQL: "FROM " + name}))
		if diff := cmp.Diff(&mperr.TableNotFound{TableName: name, SimilarTables: want}, missing); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		_, err := sink.Describe(t.Context(), name)
		wantError[*mperr.TableNotFound](t, "describe "+name, err)
	}
}

// Whatever a statement tries, it changes nothing where it may only read, and it reaches neither files nor settings also
// where it may write.
func TestStatementsStayInsideTheStore(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	unit := generate(t, spec{Rows: 20})
	write(t, sink, storage.Create, unit)
	folder := t.TempDir()
	file := filepath.Join(folder, "file.csv")
	must(t, "write", os.WriteFile(file, []byte("7051\n"), 0o600))
	both := []string{
		"SET threads = 1", "SET GLOBAL enable_external_access = true", "RESET memory_limit", "SET search_path = '_mp'", "USE main",
		"SET VARIABLE x = 1", "PRAGMA threads = 1", "PRAGMA enable_profiling", "PRAGMA profiling_output = 'NEW'", "CHECKPOINT", "VACUUM", "ANALYZE",
		"CALL pragma_version()", "CALL enable_logging(storage = 'file', storage_path = 'NEW')", "CALL force_checkpoint()",
		"SELECT * FROM enable_logging(storage = 'file', storage_path = 'NEW')", "FROM Enable_Profiling (save_location = 'NEW')",
		"FROM disable_logging()", "BEGIN", "COMMIT", "ROLLBACK", "PREPARE p AS SELECT 1", "EXECUTE p",
		"COPY events TO 'NEW'", "COPY events FROM 'FILE'", "COPY FROM DATABASE store TO other", "EXPORT DATABASE 'NEW'", "IMPORT DATABASE 'FOLDER'",
		"ATTACH 'NEW'", "ATTACH ':memory:' AS other", "DETACH store", "INSTALL httpfs", "LOAD httpfs", "LOAD 'FILE'", "UPDATE EXTENSIONS",
		"FROM 'FILE'", "FROM read_text('FILE')", "FROM read_duckdb('FILE')", "FROM sniff_csv('FILE')", "FROM glob('FOLDER/*')",
		"FROM query('SELECT * FROM read_text(''FILE'')')", "SELECT * FROM parquet_scan('FILE')", "FROM duckdb_extensions()",
		"CREATE PERSISTENT SECRET s (TYPE http)", "CREATE TABLE leak AS FROM read_text('FILE')", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE events",
		"COMMIT; DROP TABLE events", "CREATE TEMP TABLE x AS SELECT 1; COMMIT; DROP TABLE events",
		"DEALLOCATE p", "DEALLOCATE ALL", "CREATE SECRET s (TYPE http)", "CREATE OR REPLACE TEMPORARY SECRET s (TYPE http)", "DROP SECRET s",
		"EXPLAIN ANALYZE COPY events TO 'NEW'", "EXPLAIN ANALYZE SET threads = 1", "EXPLAIN ANALYZE PRAGMA profiling_output = 'NEW'", "EXPLAIN ANALYZE LOAD httpfs",
		"CREATE DATABASE other", "DROP DATABASE store", "CREATE TABLE mine (a INTEGER); INSERT INTO mine VALUES (1)", "CREATE TABLE mine (a INTEGER); DROP TABLE events",
	}
	writes := []string{
		"INSERT INTO events FROM events", "DELETE FROM events", "TRUNCATE events", "UPDATE events SET event_name = 'x'", "DROP TABLE events",
		"ALTER TABLE events ADD COLUMN x INTEGER", "CREATE TABLE mine AS SELECT 1", "CREATE VIEW mine AS SELECT 1", "CREATE OR REPLACE MACRO main.prop(a, b) AS 1",
		"CREATE SCHEMA mine", "CREATE SEQUENCE mine", "CREATE INDEX mine ON events(insert_id)", "COMMENT ON TABLE events IS 'x'",
		"MERGE INTO events USING (SELECT 1 AS a) ON a = 2 WHEN NOT MATCHED THEN DO NOTHING", "DELETE FROM _mp.coverage RETURNING *",
		"EXPLAIN ANALYZE DELETE FROM events", "EXPLAIN ANALYZE CREATE TABLE mine AS SELECT 1", "CREATE TEMP TABLE x AS SELECT 1; DROP TABLE events",
		"CREATE TABLE mine AS SELECT 1; SELECT * FROM mine", "CREATE TEMP TABLE x AS SELECT 1",
	}
	places := strings.NewReplacer("FILE", file, "NEW", filepath.Join(folder, "new"), "FOLDER", folder)
	try := func(text string, write bool) {
		t.Helper()
		err := refusal(t, sink, storage.Query{SQL: places.Replace(text), Write: write})
		if err == nil || mperr.CodeOf(err) == "UNKNOWN_ERROR" || strings.Contains(err.Error(), "7051") {
			t.Errorf("%s (write %t): %v", text, write, err)
		}
		wantUnits(t, sink, unit)
	}
	for _, text := range both {
		try(text, false)
		try(text, true)
	}
	for _, text := range writes {
		try(text, false)
	}
	if left, _ := os.ReadDir(folder); len(left) != 1 {
		t.Errorf("statements left %v", left)
	}
	if got := answer(t, sink, "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND schema_name = 'main'"); len(got) != 1 {
		t.Errorf("tables are %v", got)
	}
}

func TestOneStatementAtATimeMayWrite(t *testing.T) {
	sink := openAt(t, newPath(t))
	for text, says := range map[string]string{
		"CREATE TABLE a (x INTEGER); CREATE TABLE b (x INTEGER)": "one statement", "CREATE TEMP TABLE a AS SELECT 1; FROM a": "one statement",
		"CREATE TYPE a AS ENUM ('b'); SELECT 1": "one statement", "SELECT 1; CREATE TABLE a (x INTEGER);": "one statement",
		"PIVOT (SELECT 1 AS a, 2 AS b) ON a USING sum(b)": "lists its values", "EXPLAIN SELECT 1; CREATE TABLE a (x INTEGER)": "one statement",
		"CREATE SECRET s (TYPE http)": "where writing is allowed INSERT", "DEALLOCATE p": "where writing is allowed INSERT",
		"CALL pragma_version()": "where writing is allowed INSERT", "SET threads = 1": "where writing is allowed INSERT",
	} {
		failed := wantError[*mperr.QueryFailed](t, text, refusal(t, sink, storage.Query{SQL: text, Write: true}))
		if !strings.Contains(failed.Message, says) {
			t.Errorf("%s is refused with %q, want %q", text, failed.Message, says)
		}
	}
	if got := answer(t, sink, "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'main'"); got[0] != int64(0) {
		t.Errorf("there are %v tables", got[0])
	}
	if got := answer(t, sink, "SELECT count(*) FROM duckdb_secrets()"); got[0] != int64(0) {
		t.Errorf("there are %v secrets", got[0])
	}
	for _, text := range []string{"CREATE TABLE a AS SELECT ';' AS x; ", "INSERT INTO a VALUES ('b; c') -- ; d", ";DELETE FROM a;;"} {
		must(t, text, refusal(t, sink, storage.Query{SQL: text, Write: true}))
	}
}

func TestQuestionsOfAllKindsAreAnswered(t *testing.T) {
	sink := openAt(t, newPath(t))
	write(t, sink, storage.Create, generate(t, spec{Rows: 20, Days: 2}))
	for text, rows := range map[string]int64{
		"DESCRIBE events": 6, "SUMMARIZE events": 6, "SHOW TABLES": 1, "EXPLAIN SELECT 1": 1, "EXPLAIN ANALYZE SELECT 1": 1, "PRAGMA table_info('events')": 6,
		"VALUES (1), (2)": 2, "TABLE events": 20, "FROM events": 20, "PIVOT events ON project_day USING count(*) GROUP BY event_name": -1,
		"UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b": 2, "WITH x AS (SELECT 1) FROM x": 1, "FROM query('SELECT 1')": 1, "SELECT 1;": 1, "SELECT 1 -- x": 1,
		"FROM range(5)": 5, "SELECT * FROM _mp.coverage": 2, "FROM events WHERE false": 0, "CREATE TEMP TABLE x AS FROM range(4); FROM x": 4,
	} {
		reader, err := query(t, sink, storage.Query{SQL: text})
		must(t, text, err)
		if got := count(t, reader); got != rows && rows >= 0 {
			t.Errorf("%s gives %d rows, want %d", text, got, rows)
		}
	}
}

func TestStatementsThatMayWriteAreWholeOrNothing(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	write(t, sink, storage.Create, generate(t, spec{Rows: 20}))
	for _, text := range []string{
		"CREATE TABLE mine (a INTEGER PRIMARY KEY)", "INSERT INTO mine VALUES (1), (2)", "UPDATE mine SET a = a + 10", "DELETE FROM mine WHERE a = 12",
		"CREATE VIEW seen AS FROM mine", "ALTER TABLE mine ADD COLUMN b VARCHAR", "CREATE INDEX faster ON mine(b)",
	} {
		must(t, text, refusal(t, sink, storage.Query{SQL: text, Write: true}))
	}
	wantError[*mperr.QueryFailed](t, "a second key", refusal(t, sink, storage.Query{SQL: "INSERT INTO mine VALUES (5, ''), (11, '')", Write: true}))
	reader, err := query(t, sink, storage.Query{SQL: "INSERT INTO mine VALUES (20, 'x'), (21, 'y') RETURNING a, b", Write: true})
	must(t, "insert", err)
	must(t, "close without reading", reader.Close())
	must(t, "close", sink.Close(t.Context()))
	if diff := cmp.Diff([]string{"11", "20", "21"}, texts(t, plain(t, path), "SELECT a::VARCHAR FROM seen ORDER BY a")); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
}

func TestALongAnswerBeginsEarlyAndTakesLittleMemory(t *testing.T) {
	sink := openWith(t, engine.New(), storage.Options{Location: newPath(t), Settings: map[string]string{"memory_limit": "100MB"}})
	// Ten gigabytes, of which DuckDB could hold a hundredth.
	reader, err := query(t, sink, storage.Query{SQL: "SELECT i, repeat('x', 1000) AS text FROM range(10000000) t(i)"})
	must(t, "query", err)
	rows, batches := int64(0), 0
	for batches < 50 {
		batch, err := reader.Next(t.Context())
		must(t, "read", err)
		if batches > 0 && batch.NumRows() < 1000 {
			t.Errorf("batch %d has %d rows", batches, batch.NumRows())
		}
		rows += batch.NumRows()
		batches++
	}
	must(t, "close", reader.Close())
	if _, err := reader.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("after Close: %v", err)
	}
	if rows < 40_000 {
		t.Errorf("50 batches have %d rows", rows)
	}
}

func TestBatchesArePackedAndLimited(t *testing.T) {
	sink := openAt(t, newPath(t))
	for limit, want := range map[int64]int64{0: 100_000, 1: 1, 2048: 2048, 2049: 2049, 50_000: 50_000, 1 << 40: 100_000} {
		reader, err := query(t, sink, storage.Query{SQL: "FROM range(100000)", Limit: limit})
		must(t, "query", err)
		rows, batches := int64(0), int64(0)
		for {
			batch, err := reader.Next(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			must(t, "read", err)
			rows, batches = rows+batch.NumRows(), batches+1
		}
		if rows != want || batches > 2+want/(16<<10) {
			t.Errorf("limit %d gives %d rows in %d batches, want %d", limit, rows, batches, want)
		}
		must(t, "close", reader.Close())
	}
	wantError[*mperr.InvalidArgument](t, "a negative limit", refusal(t, sink, storage.Query{SQL: "SELECT 1", Limit: -1}))
}

func TestRowsBeforeAnErrorAreGiven(t *testing.T) {
	sink := openWith(t, engine.New(), storage.Options{Location: newPath(t), Settings: map[string]string{"threads": "1"}})
	reader, err := query(t, sink, storage.Query{SQL: "SELECT CASE WHEN i = 600000 THEN error('at last') ELSE i END FROM range(1000000) t(i)"})
	must(t, "query", err)
	defer reader.Close()
	rows := int64(0)
	for {
		batch, err := reader.Next(t.Context())
		if err != nil {
			if failed := wantError[*mperr.QueryFailed](t, "read", err); !strings.Contains(failed.Message, "at last") || rows == 0 {
				t.Errorf("after %d rows: %v", rows, err)
			}
			break
		}
		rows += batch.NumRows()
	}
	wantError[*mperr.QueryFailed](t, "read again", second[arrow.RecordBatch](reader.Next(t.Context())))
}

const endless = "SELECT count(*) FROM range(1000000000000) t(i) WHERE hash(i) = 7"

func TestQueriesEndWithTheirContext(t *testing.T) {
	sink := openAt(t, newPath(t))
	for name, text := range map[string]string{
		"before the first row": endless,
		"between rows":         "SELECT i FROM range(1000000000000) t(i) WHERE i < 100000 OR hash(i) = 7",
		"a write":              "CREATE TABLE mine AS " + endless,
	} {
		ctx, cancel := context.WithCancel(t.Context())
		begun := time.AfterFunc(50*time.Millisecond, cancel)
		reader, err := sink.(storage.Querier).Query(ctx, storage.Query{SQL: text, Write: name == "a write"})
		for err == nil {
			_, err = reader.Next(ctx)
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		if reader != nil {
			must(t, "close", reader.Close())
		}
		begun.Stop()
		cancel()
	}
	if got := answer(t, sink, "SELECT 1"); got[0] != int32(1) && got[0] != int64(1) {
		t.Errorf("after that: %v", got)
	}
}

func TestCloseEndsWhatIsUnderWay(t *testing.T) {
	path := newPath(t)
	sink := openAt(t, path)
	write(t, sink, storage.Create, generate(t, spec{Rows: 5000}))
	open, err := query(t, sink, storage.Query{SQL: "FROM range(100000000)"})
	must(t, "query", err)
	must(t, "read", second(open.Next(t.Context())))
	reading, answered := make(chan struct{}), make(chan error, 2)
	go func() { // ends with the sink
		close(reading)
		answered <- refusal(t, sink, storage.Query{SQL: endless})
	}()
	session := begin(t, sink, target(storage.Append))
	go func() { // ends with the sink
		rows := &made{schema: storage.EventsSchema()}
		_, err := sink.WriteUnit(t.Context(), session.ID, dayOne, waiting{rows, reading})
		answered <- err
	}()
	<-reading
	must(t, "close", sink.Close(t.Context()))
	for range 2 {
		wantError[*mperr.StorageFailed](t, "what was under way", <-answered)
	}
	if _, err := open.Next(t.Context()); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("an answer goes on after Close: %v", err)
	}
	must(t, "close a reader after its sink", open.Close())
	for what, err := range map[string]error{
		"query": refusal(t, sink, storage.Query{SQL: "SELECT 1"}), "tables": second(sink.Tables(t.Context())), "info": second(sink.Info(t.Context())),
		"begin": second(sink.Begin(t.Context(), target(storage.Append))), "drop": sink.Drop(t.Context(), "events"),
		"sample": second(sink.(storage.Sampler).Sample(t.Context(), "events", 1)),
	} {
		wantError[*mperr.StorageFailed](t, what, err)
	}
	must(t, "close again", sink.Close(t.Context()))
	wantUnits(t, openAt(t, path), generate(t, spec{Rows: 5000}))
}

// waiting are rows that do not come until their context ends.
type waiting struct {
	storage.Rows

	begun <-chan struct{}
}

func (w waiting) Next(ctx context.Context) (arrow.RecordBatch, error) {
	<-ctx.Done()
	return nil, context.Cause(ctx)
}

func TestMemoryIsBoundedAndSaysHowToRaiseIt(t *testing.T) {
	sink := openWith(t, engine.New(), storage.Options{
		Location: newPath(t), Settings: map[string]string{"memory_limit": "50MB", "threads": "1"},
	})
	// Sorts spill, so that this fits.
	if got := answer(t, sink, "SELECT count(*) FROM (SELECT hash(i) AS h, repeat('x', 50) FROM range(1000000) t(i) ORDER BY h)"); got[0] != int64(1_000_000) {
		t.Errorf("the sort counts %v", got)
	}
	failed := wantError[*mperr.StorageFailed](t, "a list of everything", refusal(t, sink, storage.Query{SQL: "SELECT len(list(repeat('x', 100) || i)) FROM range(3000000) t(i)"}))
	if !strings.Contains(failed.Fix, "memory_limit") {
		t.Errorf("the fix is %q", failed.Fix)
	}
}
