package sqlexpr_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"pgregory.net/rapid"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/report"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/sqlexpr"
	"github.com/mixpanel-data/mp/sdk/expression"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// columns are the property columns of the table; the property "j" has none.
var columns = []storage.PropertyColumn{
	{Property: "flag", Name: "flag", Type: storage.Boolean},
	{Property: "whole", Name: "whole", Type: storage.BigInt},
	{Property: "real", Name: "real", Type: storage.Double},
	{Property: `we"ird/~`, Name: `we"ird/~`, Type: storage.Varchar},
	{Property: "mixed", Name: "mixed", Type: storage.Varchar},
}

// members are what the properties of a row may be, as JSON; "" leaves one out.
var members = map[string][]string{
	"flag":      {"", "null", "true", "false"},
	"whole":     {"", "null", "0", "-3", "7", "9007199254740993"},
	"real":      {"", "null", "0.0", "1.50", "-0.000012", "1e21", "1234567.6", "3"},
	`we\"ird/~`: {"", "null", `"pro"`, `""`, `"it's é日"`, `"Pro"`},
	"mixed":     {"", "null", `"1"`, "1", "true", `"true"`, `"a"`, `[1,"a"]`, `{"a":1}`, `"2026-01-02"`},
	"j": {"", "null", `"pro"`, `"12"`, "12", "12.0", "true", "[]", `["a","a",1,null]`, "[[1]]", `[12,{"a":[]}]`, `{"b":{},"a":1.50}`,
		`"2026-01-01T10:00:00.250"`, `"1e3"`, `"1e999"`, "18446744073709551616", "1e-7"},
}

// stamp is the time of every row: 2026-01-01T10:00:00.250.
const stamp = 1_767_261_600_250

// rows are one row for each value of each property, the others drawn by a fixed pattern.
func rows() []report.Event {
	names := []string{"flag", "whole", "real", `we\"ird/~`, "mixed", "j"}
	var made []report.Event
	for i := range 60 {
		parts := []string{`"time":1767261600`}
		for n, name := range names {
			choice := members[name][(i+n*i/7)%len(members[name])]
			if choice != "" {
				parts = append(parts, `"`+name+`":`+choice)
			}
		}
		made = append(made, report.Event{
			Name: "Order", User: []string{"u1", ""}[i%2], At: stamp, Wall: stamp, Written: stamp,
			Line: []byte(`{"event":"Order","properties":{` + strings.Join(parts, ",") + `}}`),
		})
	}
	return made
}

func properties(e report.Event) string {
	return strings.TrimSuffix(strings.TrimPrefix(string(e.Line), `{"event":"Order","properties":`), "}")
}

// open makes a table of the rows, with the columns as the engine fills them.
func open(t *testing.T, events []report.Event) *sql.Conn {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var definition, filled strings.Builder
	for _, c := range columns {
		name := `"` + strings.ReplaceAll(c.Name, `"`, `""`) + `"`
		definition.WriteString(", " + name + " " + string(c.Type))
		filled.WriteString(", TRY_CAST(json_extract_string(p, " + sqlexpr.Pointer(c.Property) + ") AS " + string(c.Type) + ")")
	}
	exec(t, conn, "CREATE TABLE events (place INTEGER, event_name VARCHAR, distinct_id VARCHAR, event_time TIMESTAMP, properties JSON"+definition.String()+")")
	for i, e := range events {
		exec(t, conn, "INSERT INTO events SELECT ?, ?, ?, make_timestamp_ms(?), p"+filled.String()+" FROM (SELECT CAST(? AS JSON) AS p)",
			i, e.Name, e.User, e.At, properties(e))
	}
	return conn
}

// A column does not tell null from absent, and the search of the text that does so must neither miss nor be deceived.
func TestNullIsFoundHoweverItIsWritten(t *testing.T) {
	documents := []struct {
		property, document string
		null               bool
	}{
		{"plan", `{"a":1}`, false}, {"plan", `{"plan":null}`, true}, {"plan", `{"a":"x{","plan":null,"b":2}`, true},
		{"plan", `{ "plan" : null }`, true}, {"plan", `{"pl\u0061n":null}`, true}, {"plan", "{\"plan\"\n:\tnull}", true},
		{"plan", `{"a":{"plan":null}}`, false}, {"plan", `{"a":[{"plan":null}]}`, false}, {"plan", `{"a":"\"plan\":null"}`, false},
		{"plan", `{"a":"plan","b":null}`, false}, {"plan", `{"Plan":null}`, false}, {"plan", `{"a":{"b":1},"plan":null}`, true},
		{"a/b", `{"a\/b":null}`, true}, {"a/b", `{"c":"a\/b"}`, false}, {`a"b`, `{"a\"b":null}`, true},
		{",", `{"x":"a",":null":1}`, false}, {",", `{",":null}`, true}, {":1,", `{"x":1,":null":2}`, false}, {"é", `{"\u00e9":null}`, true},
	}
	for _, test := range documents {
		column := storage.PropertyColumn{Property: test.property, Name: "c", Type: storage.BigInt}
		compiled, err := sqlexpr.Compile("on", expression.Property(test.property), sqlexpr.Scope{
			Columns: []storage.PropertyColumn{column}, Nulls: map[string]string{test.property: sqlexpr.IsNull(test.property)}, Millis: "0",
		})
		if err != nil {
			t.Fatal(err)
		}
		conn := open(t, nil)
		segment, label := compiled.Segment(), ""
		row := conn.QueryRowContext(t.Context(), "SELECT "+segment.Label("key")+" FROM (SELECT "+segment.Key+
			" AS key FROM (SELECT CAST(NULL AS BIGINT) AS c, CAST(? AS JSON) AS properties))", test.document)
		if err := row.Scan(&label); err != nil {
			t.Fatal(test.document, err)
		}
		if want := map[bool]string{true: "null", false: "undefined"}[test.null]; label != want {
			t.Errorf("%q of %s is %s, want %s", test.property, test.document, label, want)
		}
	}
}

// Rows are counted by the key before it is named: keys of one name would be several counts of one segment.
func TestMomentsOfASecondAreOneKey(t *testing.T) {
	for source, want := range map[string]int{
		`event["$time"]`: 3, `datetime(properties["s"])`: 3, `datetime(-properties["s"])`: 3, `datetime(string(event["$time"]))`: 3,
	} {
		compiled, err := sqlexpr.Compile("on", source, sqlexpr.Scope{
			Columns: []storage.PropertyColumn{{Property: "s", Name: "s", Type: storage.Double}}, Millis: "ms",
		})
		if err != nil {
			t.Fatal(err)
		}
		segment, keys, labels := compiled.Segment(), 0, 0
		row := open(t, nil).QueryRowContext(t.Context(), "SELECT count(DISTINCT key), count(DISTINCT "+segment.Label("key")+") FROM (SELECT "+
			segment.Key+" AS key FROM (SELECT ms, ms / 1000 AS s FROM (VALUES (250), (999), (1000), (1500), (1501), (2000)) AS moments(ms)))")
		if err := row.Scan(&keys, &labels); err != nil {
			t.Fatal(source, err)
		}
		if keys != want || labels != want {
			t.Errorf("%s: %d keys of %d segments, want %d", source, keys, labels, want)
		}
	}
}

func exec(t *testing.T, conn *sql.Conn, statement string, args ...any) {
	t.Helper()
	if _, err := conn.ExecContext(context.Background(), statement, args...); err != nil {
		t.Fatal(statement, err)
	}
}

// drawn is an expression in Mixpanel's language.
func drawn(t *rapid.T, depth int) string {
	leaves := []string{
		`properties["flag"]`, `properties["whole"]`, `properties["real"]`, `properties["we\"ird/~"]`, `properties["mixed"]`,
		`properties["j"]`, `properties["j"]`, `properties["absent"]`, `event["$time"]`, `properties["time"]`, `event["$event_name"]`,
		`properties["distinct_id"]`, `event["plan"]`,
		"1", "0", "12", "-2.5", "1e300", `"pro"`, `"a"`, `"1"`, `""`, `"true"`, `"2026-01-01"`, `"it's"`, "true", "false", "undefined", `[1, "a"]`, `["pro", "Pro"]`, "[]",
	}
	if depth == 0 {
		return rapid.SampledFrom(leaves).Draw(t, "leaf")
	}
	next := func() string { return drawn(t, rapid.IntRange(0, depth-1).Draw(t, "depth")) }
	switch rapid.IntRange(0, 3).Draw(t, "node") {
	case 0:
		function := rapid.SampledFrom([]string{"string", "number", "boolean", "floor", "round", "ceil", "defined", "datetime", "not ", "-"}).Draw(t, "function")
		return function + "(" + next() + ")"
	case 1:
		return rapid.SampledFrom([]string{"has_prefix", "string"}).Draw(t, "function") + "(" + next() + ", " + next() + ")"
	default:
		operators := []string{"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "and", "or"}
		return "(" + next() + " " + rapid.SampledFrom(operators).Draw(t, "operator") + " " + next() + ")"
	}
}

// outcome is what an expression is in a row.
type outcome struct {
	doubt, refused, match bool
	labels                []string
}

func evaluate(t *rapid.T, conn *sql.Conn, source string, scope sqlexpr.Scope, count int) []outcome {
	compiled, err := sqlexpr.Compile("where", source, scope)
	if err != nil {
		t.Fatal(source, err)
	}
	segment := compiled.Segment()
	key := segment.Label("key")
	if segment.Several {
		key = "array_to_string(list_sort(key), '|')"
	}
	conditions := []string{"false"}
	for _, refusal := range compiled.Refusals {
		conditions = append(conditions, refusal.Condition)
	}
	statement := fmt.Sprintf("SELECT place, %s, %s, %s, %s FROM (SELECT *, %s AS key FROM events) ORDER BY place",
		strings.Join(slices.Concat([]string{"false"}, compiled.Doubts, compiled.Nulls), " OR "), strings.Join(conditions, " OR "), compiled.Matches(), key, segment.Key)
	found, err := conn.QueryContext(context.Background(), statement)
	if err != nil {
		t.Fatalf("%s\n%s\n%v", source, statement, err)
	}
	defer found.Close()
	outcomes := make([]outcome, count)
	for found.Next() {
		var o outcome
		var place int
		var labels string
		if err := found.Scan(&place, &o.doubt, &o.refused, &o.match, &labels); err != nil {
			t.Fatalf("%s\n%s\n%v", source, statement, err)
		}
		o.labels = strings.Split(labels, "|")
		outcomes[place] = o
	}
	if err := found.Err(); err != nil {
		t.Fatalf("%s\n%s\n%v", source, statement, err)
	}
	return outcomes
}

// The simulator evaluates by its own implementation of Mixpanel's table; rows that are refused may be errors there, or be
// what the local engine does not do.
func TestSQLHasTheValuesOfTheSimulator(t *testing.T) {
	events := rows()
	conn := open(t, events)
	with := sqlexpr.Scope{Columns: columns, Millis: "epoch_ms(event_time)"}
	nulls := sqlexpr.Scope{Columns: columns, Nulls: map[string]string{}, Millis: with.Millis}
	for _, column := range columns {
		nulls.Nulls[column.Property] = sqlexpr.IsNull(column.Property)
	}
	without := sqlexpr.Scope{Millis: with.Millis}
	rapid.Check(t, func(t *rapid.T) {
		source := drawn(t, 3)
		parsed, err := expr.Parse(source)
		if err != nil {
			t.Fatal(source, err)
		}
		exact := evaluate(t, conn, source, without, len(events))
		columnar, telling := evaluate(t, conn, source, with, len(events)), evaluate(t, conn, source, nulls, len(events))
		for i := range events {
			if exact[i].doubt {
				t.Fatalf("%s of %s: a doubt without columns", source, properties(events[i]))
			}
			value, failed := parsed.Eval(&events[i])
			check(t, source, properties(events[i]), exact[i], value, failed)
			if !telling[i].doubt {
				check(t, "with columns and nulls "+source, properties(events[i]), telling[i], value, failed)
			}
			if !columnar[i].doubt {
				check(t, "with columns "+source, properties(events[i]), columnar[i], value, failed)
			}
		}
	})
}

func check(t *rapid.T, source, row string, got outcome, value expr.Value, failed error) {
	if got.refused {
		return
	}
	if failed != nil {
		t.Fatalf("%s of %s: got no refusal, want %v", source, row, failed)
	}
	if got.match != value.IsTrue() {
		t.Fatalf("%s of %s: matches %t, want %t", source, row, got.match, value.IsTrue())
	}
	if want := labels(value); !slices.Equal(got.labels, want) {
		t.Fatalf("%s of %s: labels %q, want %q", source, row, got.labels, want)
	}
}

// labels are the segments of a value, sorted.
func labels(v expr.Value) []string {
	if v.Kind() != expr.List {
		return []string{strings.Trim(v.String(), "<>")}
	}
	var names []string
	for _, item := range v.Items() {
		names = append(names, strings.Trim(item.String(), "<>"))
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 0 {
		return []string{"undefined"}
	}
	return names
}

// What a refusal stands for is worth a look of its own, as the property above does not ask how often there is one.
func TestOnlyOddRowsAreRefused(t *testing.T) {
	for source, want := range map[string]int{
		`properties["real"] > 1 and properties["whole"] < 5`: 0,
		`true and properties["absent"]`:                      1,
		`not properties["j"]`:                                0,
		`1 and true`:                                         1,
		`properties["flag"] or true`:                         1,
		`properties["j"] == properties["mixed"]`:             2,
		`properties["j"] == ["a"]`:                           0,
	} {
		compiled, err := sqlexpr.Compile("where", source, sqlexpr.Scope{Millis: "0"})
		if err != nil || len(compiled.Refusals) != want || len(compiled.Doubts) != 0 {
			t.Errorf("%s: %d refusals, %v; want %d", source, len(compiled.Refusals), err, want)
		}
	}
}

func TestAnExpressionTooLongForSQLIsRefused(t *testing.T) {
	source := `properties["a"]`
	for range 60 {
		source = `(properties["b"] / ` + source + ")"
	}
	if _, err := sqlexpr.Compile("where", source, sqlexpr.Scope{}); err == nil || !strings.Contains(err.Error(), "too deeply nested") {
		t.Errorf("got %v", err)
	}
}
