package engine_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// stored is a sink with these events of the first of January.
func stored(t *testing.T, rows ...row) storage.Sink {
	t.Helper()
	sink := openAt(t, newPath(t))
	session := begin(t, sink, target(storage.Create))
	must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, dayOne, madeOf(rows))))
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	return sink
}

func TestBreakdownCountsEventsAndPeople(t *testing.T) {
	sink := stored(t,
		row{"Log In", "a", "1", "{}"}, row{"Log In", "a", "2", "{}"}, row{"Log In", "b", "3", "{}"},
		row{"Sign Up", "a", "4", "{}"}, row{"Buy", "", "5", "{}"},
	)
	const day = "2026-01-01T00:00:00Z"
	wantAnswer(t, sink, storage.Breakdown{Table: "events"},
		"(null)|5|3|"+day+"|"+day+"|100", "Log In|3|2|"+day+"|"+day+"|60",
		"Buy|1|1|"+day+"|"+day+"|20", "Sign Up|1|1|"+day+"|"+day+"|20")
	change(t, sink, "CREATE VIEW unnamed AS SELECT NULL AS event_name, NULL::TIMESTAMP AS event_time, NULL AS distinct_id")
	wantAnswer(t, sink, storage.Breakdown{Table: "unnamed"}, "(null)|1|0|(null)|(null)|100", "|1|0|(null)|(null)|100")
}

func TestKeysAreThoseOfTheTopLevelInTheOrderOfTheirBytes(t *testing.T) {
	sink := stored(t,
		row{"Log In", "a", "1", `{"b":{"inner":1},"B":null,"é":1,"$os":"x"}`}, row{"Log In", "a", "2", `{"we\"ird":1,"b":2,"b":3,"":0,"a.b":1}`},
		row{"Buy", "a", "3", `{"amount":1}`}, row{"Odd", "a", "4", `{"half":"\ud800"}`}, row{"None", "a", "5", `{}`},
	)
	wantAnswer(t, sink, storage.Keys{Table: "events"}, "", "$os", "B", "a.b", "amount", "b", `we"ird`, "é")
	wantAnswer(t, sink, storage.Keys{Table: "events", Event: "Buy"}, "amount")
	wantAnswer(t, sink, storage.Keys{Table: "events", Event: "buy' OR true --"})
	wantAnswer(t, sink, storage.Keys{Table: "events", Event: "None"})
	wantAnswer(t, sink, storage.Keys{Table: "events", Event: "Odd"})
}

func TestColumnStatsOfColumnsAndExpressions(t *testing.T) {
	sink := openAt(t, newPath(t))
	change(t, sink, `CREATE TABLE mine AS SELECT unnest(['a','b','a',NULL,'c','b','a']) AS "odd ""name", unnest([1,2,3,NULL,9007199254740993,2,2]) AS n,
		unnest(['{"x":1.5}','{"x":"t"}','{}','{"x":null}','{"x":[1]}','{"x":1.5}','{"x":true}'])::JSON AS properties, NULL::INTEGER AS void`)
	for _, test := range []struct{ column, want string }{
		{`odd "name`, `VARCHAR|6|1|3|false|(null)|(null)|(null)|(null)|[{"count":3,"value":"a"},{"count":2,"value":"b"}]`},
		{`ODD "NAME`, `VARCHAR|6|1|3|false|(null)|(null)|(null)|(null)|[{"count":3,"value":"a"},{"count":2,"value":"b"}]`},
		{`"odd ""name" || 'x' -- a comment`, `VARCHAR|6|1|3|false|(null)|(null)|(null)|(null)|[{"count":3,"value":"ax"},{"count":2,"value":"bx"}]`},
		{`n`, `BIGINT|6|1|4|true|1|9007199254740993|1.501199875790167e+15|3.67717369761539e+15|[{"count":3,"value":"2"},{"count":1,"value":"1"}]`},
		{`n % 2 = 0`, `BOOLEAN|6|1|2|false|(null)|(null)|(null)|(null)|[{"count":3,"value":"false"},{"count":3,"value":"true"}]`},
		{`properties->>'$.x'`, `VARCHAR|5|2|4|false|(null)|(null)|(null)|(null)|[{"count":2,"value":"1.5"},{"count":1,"value":"[1]"}]`},
		{`void`, `INTEGER|0|7|0|true|(null)|(null)|(null)|(null)|[]`},
		{`CASE WHEN n = 1 THEN 2.5::DOUBLE END`, `DOUBLE|1|6|1|true|2.5|2.5|2.5|(null)|[{"count":1,"value":"2.5"}]`},
		{`'inf'::DOUBLE`, `DOUBLE|7|0|1|true|inf|inf|(null)|(null)|[{"count":7,"value":"inf"}]`},
		{`(SELECT max(n) FROM mine)`, `BIGINT|7|0|1|true|9007199254740993|9007199254740993|9.007199254740992e+15|0|[{"count":7,"value":"9007199254740993"}]`},
	} {
		wantAnswer(t, sink, storage.ColumnStats{Table: "mine", Column: test.column, Top: 2}, test.want)
	}
	wantAnswer(t, sink, storage.ColumnStats{Table: "mine", Column: "void"}, `INTEGER|0|7|0|true|(null)|(null)|(null)|(null)|[]`)
}

func TestAColumnThatIsNoExpressionIsRefusedWithItsPlace(t *testing.T) {
	sink := stored(t, row{"Log In", "a", "1", `{}`})
	for written, want := range map[string]struct {
		words    string
		position int
	}{
		"nope":                 {`"nope"`, 1},
		"distinct_id || nöpe":  {"nöpe", 16},
		"(distinct_id":         {"syntax error", 13},
		"count(*)":             {"aggregates", 1},
		"row_number() OVER ()": {"window functions", 1},
		"1), (2":               {"one SQL expression", 0},
		"1) FROM (SELECT 1":    {"one SQL expression", 0},
		"1) LIMIT (1":          {"one SQL expression", 0},
		"1) WHERE (true":       {"one SQL expression", 0},
		"1); SELECT (2":        {"one SQL expression", 0},
		"1) UNION SELECT (2":   {"one SQL expression", 0},
		"*":                    {"one SQL expression", 0},
		"x) AS c FROM events) UNION ALL SELECT 'INTEGER' FROM (SELECT (1": {`near ")"`, 20},
		"x) AS c FROM events); DELETE FROM events; FROM (SELECT (1":       {`near ")"`, 20},
		"1) AS c FROM events), (SELECT (2":                                {`near ")"`, 20},
		"'é' || 1) AS c FROM events) --":                                  {`near ")"`, 27},
		"1); DROP TABLE events; SELECT (2":                                {"one SQL expression", 0},
		"1) WINDOW w AS (ORDER BY 1":                                      {"", 0},
		"'unclosed":                                                       {"unterminated", 1},
		"/* unclosed":                                                     {"unterminated", 1},
		"$value":                                                          {"$value has no value", 0},
		"enable_logging('x')":                                             {"logging", 0},
		"a\x00b":                                                          {"zero byte", 0},
		"(SELECT * FROM read_text('x'))":                                  {"", 0},
		"CAST(distinct_id AS INTEGER)":                                    {"'a'", 0},
	} {
		err := refusalOf(t, sink, storage.ColumnStats{Table: "events", Column: written, Top: 1})
		failed := wantError[*mperr.QueryFailed](t, written, err)
		if !strings.Contains(failed.Message, want.words) || want.position != 0 && failed.Position != want.position {
			t.Errorf("%q: %q at %d, want %q at %d", written, failed.Message, failed.Position, want.words, want.position)
		}
	}
}

func TestSummaryIsTheSameFromCountsAndFromOnePass(t *testing.T) {
	sink := openAt(t, newPath(t))
	// The first rows of few have few values, those of many have many; both hold the same numbers.
	change(t, sink, `CREATE TABLE twice AS SELECT n AS few, n + 0.5 AS few_double, shuffled AS many, CASE WHEN i % 10 = 0 THEN NULL ELSE i END AS holes
		FROM (SELECT i, i // 1000 AS n, (i * 7919) % 100000 AS shuffled FROM range(100000) t(i)) ORDER BY i`)
	want := []string{
		"few|BIGINT|0|99|100|49.5|28.86621437|24|49|74|100000|0",
		"few_double|DECIMAL(21,1)|0.5|99.5|100|50|28.86621437|24.5|49.5|74.5|100000|0",
	}
	got := asked(t, sink, storage.Summarize{Table: "twice"})
	for i, cells := range want {
		if shortened(got[i]) != cells {
			t.Errorf("got  %s\nwant %s", shortened(got[i]), cells)
		}
	}
	for i, want := range map[int][3]string{2: {"many", "0", "99999"}, 3: {"holes", "1", "99999"}} {
		if cells := strings.Split(got[i], "|"); cells[0] != want[0] || cells[2] != want[1] || cells[3] != want[2] || cells[10] != "100000" {
			t.Errorf("got %s", got[i])
		}
	}
	if cells := strings.Split(got[3], "|"); cells[11] != "10" {
		t.Errorf("a tenth is null and the summary says %s", got[3])
	}
	change(t, sink, "CREATE VIEW seen AS FROM twice")
	if view := asked(t, sink, storage.Summarize{Table: "seen"}); len(view) != 4 || strings.Split(view[0], "|")[5] != "49.5" {
		t.Errorf("the summary of a view is %q", view)
	}
}

func TestJSONOfALargeTableIsSummarizedFromSomeOfIt(t *testing.T) {
	sink := openAt(t, newPath(t))
	change(t, sink, `CREATE TABLE large AS SELECT json_object('i', i) AS every, json_object('i', i % 1000) AS few,
		CASE WHEN i % 4 = 0 THEN json_object('i', hash(i) % 60000) END AS some, NULL::JSON AS void FROM range(300000) t(i)`)
	for i, want := range []struct{ from, to int64 }{{300_000, 300_000}, {1000, 1000}, {40_000, 47_000}, {0, 0}} {
		cells := strings.Split(asked(t, sink, storage.Summarize{Table: "large"})[i], "|")
		unique, err := strconv.ParseInt(cells[4], 10, 64)
		if err != nil || unique < want.from || unique > want.to || cells[2] != "(null)" || cells[10] != "300000" {
			t.Errorf("got %q, want %d to %d different values", cells, want.from, want.to)
		}
		if absent := []string{"0", "0", "75", "100"}[i]; cells[11] != absent {
			t.Errorf("%s of a hundred are null in %q, want %s", cells[11], cells, absent)
		}
	}
}

// shortened cuts the digits of the numbers of a row, in which two ways of adding up may differ.
func shortened(row string) string {
	cells := strings.Split(row, "|")
	for i, cell := range cells {
		cells[i] = cell[:min(len(cell), 13)]
		if i < 2 || !strings.Contains(cell, ".") || len(cell) < 12 {
			cells[i] = cell
			continue
		}
		cells[i] = cell[:11]
	}
	return strings.Join(cells, "|")
}

func TestSummaryHasARowForEveryColumnWhateverItsType(t *testing.T) {
	sink := openAt(t, newPath(t))
	change(t, sink, "CREATE TABLE wide AS SELECT *, '{}'::JSON AS json, 'inf'::DOUBLE AS infinite, 1e300::DOUBLE AS huge FROM test_all_types()")
	for _, table := range []string{"wide", "tall"} {
		rows := asked(t, sink, storage.Summarize{Table: table})
		columns, err := sink.Describe(t.Context(), table)
		must(t, "describe", err)
		if len(rows) != len(columns) {
			t.Fatalf("%d rows for %d columns", len(rows), len(columns))
		}
		for i, column := range columns {
			if !strings.HasPrefix(rows[i], column.Name+"|"+column.Type+"|") {
				t.Errorf("row %d is %.80s, want that of %s %s", i, rows[i], column.Name, column.Type)
			}
		}
		for _, column := range []string{"infinite", "huge"} {
			at := slices.IndexFunc(columns, func(c storage.Column) bool { return c.Name == column })
			if cells := strings.Split(rows[at], "|"); column == "infinite" && cells[5] != "(null)" {
				t.Errorf("the mean of infinite numbers is %s", cells[5])
			}
		}
		if table == "wide" {
			change(t, sink, "CREATE TABLE tall AS SELECT wide.* FROM wide, range(30000)")
		}
	}
	for _, column := range []string{"json", "int_array", "struct", "medium_enum", "bit", "blob", "dec38_10", "uhugeint", "bignum"} {
		rows := asked(t, sink, storage.ColumnStats{Table: "wide", Column: column, Top: 5})
		if len(rows) != 1 {
			t.Errorf("%s has %d rows of figures", column, len(rows))
		}
	}
}

func TestSummaryTellsPropertyColumnsByTheirNames(t *testing.T) {
	sink := openAt(t, newPath(t))
	session := begin(t, sink, target(storage.Create))
	rows := madeOf([]row{{"Log In", "a", "1", `{"$city":"Lisboa"}`}, {"Log In", "b", "2", `{"$city":"Porto"}`}, {"Buy", "a", "3", `{}`}})
	city, porto := "Lisboa", "Porto"
	column := storage.PropertyColumn{Property: "$city", Name: "$city", Type: storage.Varchar}
	brought := rows.with(column.Field(), func(int) arrow.Array { return texted(&city, &porto, nil)(3) })
	must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, dayOne, brought)))
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	got := asked(t, sink, storage.Summarize{Table: "events"})
	if want := "$city|VARCHAR|Lisboa|Porto|2|(null)|(null)|(null)|(null)|(null)|3|33.333333333333336"; got[6] != want {
		t.Errorf("got %s, want %s", got[6], want)
	}
	wantAnswer(t, sink, storage.ColumnStats{Table: "events", Column: "$city", Top: 1},
		fmt.Sprintf(`VARCHAR|2|1|2|false|(null)|(null)|(null)|(null)|[{"count":1,"value":%q}]`, city))
}
