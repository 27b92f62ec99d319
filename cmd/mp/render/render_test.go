package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

var accounts = List([]string{"name", "project_id", "is_default"}, [][]any{
	{"prod", "42", true},
	{"naïve <b>", json.RawMessage(`{"b":1,"a":[2]}`), nil},
}, func(row []any) []any { return row })

var empty = List([]string{"name", "n"}, nil, func(row []any) []any { return row })

func printed(t *testing.T, format Format, width int, rows Rows) string {
	t.Helper()
	var out bytes.Buffer
	if err := (Printer{Out: &out, Format: format, Width: width}).Rows(rows); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestRowsInEachFormat(t *testing.T) {
	for _, tt := range []struct {
		format Format
		rows   Rows
		want   string
	}{
		{JSON, accounts, `[
  {
    "name": "prod",
    "project_id": "42",
    "is_default": true
  },
  {
    "name": "naïve <b>",
    "project_id": {
      "b": 1,
      "a": [
        2
      ]
    },
    "is_default": null
  }
]
`},
		{JSONL, accounts, `{"name":"prod","project_id":"42","is_default":true}
{"name":"naïve <b>","project_id":{"b":1,"a":[2]},"is_default":null}
`},
		{CSV, accounts, "name,project_id,is_default\nprod,42,true\nnaïve <b>,\"{\"\"b\"\":1,\"\"a\"\":[2]}\",\n"},
		{Plain, accounts, "prod\nnaïve <b>\n"},
		{Table, accounts, `NAME       PROJECT ID       IS DEFAULT
────────── ──────────────── ───────────
prod       42               Yes
naïve <b>  {"b":1,"a":[2]}
`},
		{JSON, empty, "[]\n"},
		{JSONL, empty, ""},
		{CSV, empty, "name,n\n"},
		{Plain, empty, ""},
	} {
		if diff := cmp.Diff(tt.want, printed(t, tt.format, 0, tt.rows)); diff != "" {
			t.Errorf("%s:\n%s", tt.format, diff)
		}
	}
}

func TestObjectInEachFormat(t *testing.T) {
	when := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	object := Object{Fields: []Field{{"table", "events"}, {"rows", int64(7)}, {"at", when}, {"range", []string{"a", "b"}}}}
	for _, tt := range []struct {
		format Format
		want   string
	}{
		{JSON, "{\n  \"table\": \"events\",\n  \"rows\": 7,\n  \"at\": \"2026-01-02T03:04:05Z\",\n  \"range\": [\n    \"a\",\n    \"b\"\n  ]\n}\n"},
		{JSONL, `{"table":"events","rows":7,"at":"2026-01-02T03:04:05Z","range":["a","b"]}` + "\n"},
		{CSV, "table,rows,at,range\nevents,7,2026-01-02T03:04:05Z,\"[\"\"a\"\",\"\"b\"\"]\"\n"},
		{Plain, "table=events\nrows=7\nat=2026-01-02T03:04:05Z\nrange=[\"a\",\"b\"]\n"},
		{Table, "TABLE  events\nROWS   7\nAT     2026-01-02T03:04:05Z\nRANGE  [\"a\",\"b\"]\n"},
	} {
		var out bytes.Buffer
		if err := (Printer{Out: &out, Format: tt.format}).Object(object); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, out.String()); diff != "" {
			t.Errorf("%s:\n%s", tt.format, diff)
		}
	}
}

func TestTableCutsToTheScreenAndSaysSo(t *testing.T) {
	wide := List([]string{"a", "b"}, []int{1}, func(int) []any { return []any{"x", strings.Repeat("y", 100)} })
	out := printed(t, Table, 40, wide)
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "(") && len([]rune(strings.TrimSpace(line))) > 40 {
			t.Errorf("line wider than 40: %q", line)
		}
	}
	if !strings.Contains(out, "--format json") {
		t.Errorf("nothing says that lines are cut:\n%s", out)
	}
	if whole := printed(t, Table, 0, wide); !strings.Contains(whole, strings.Repeat("y", 100)) {
		t.Error("cut without a screen")
	}
}

func TestTableKeepsStoredDataFromMovingTheCursor(t *testing.T) {
	evil := List([]string{"v"}, []int{1}, func(int) []any { return []any{"a\x1b[2Jb\x07\nc\u009b"} })
	if out := printed(t, Table, 0, evil); strings.ContainsAny(out, "\x1b\x07\u009b") {
		t.Errorf("control characters reach the screen: %q", out)
	}
}

func TestTablePrintsLongResultsInPages(t *testing.T) {
	const n = 2*tablePage + 1
	long := Rows{Columns: []string{"i"}, All: func(yield func([]any, error) bool) {
		for i := range n {
			if !yield([]any{i}, nil) {
				return
			}
		}
	}}
	out := printed(t, Table, 0, long)
	if got, want := strings.Count(out, "\n"), n+3*2; got != want {
		t.Errorf("%d lines, want %d rows and three headers of two lines = %d", got, n, want)
	}
}

func TestErrorOfTheStreamIsReturnedInEveryFormat(t *testing.T) {
	broken := errors.New("cut")
	for _, format := range Formats() {
		rows := Rows{Columns: []string{"a"}, All: func(yield func([]any, error) bool) {
			if yield([]any{1}, nil) {
				yield(nil, broken)
			}
		}}
		var out bytes.Buffer
		err := Printer{Out: &out, Format: Format(format)}.Rows(rows)
		if !errors.Is(err, broken) {
			t.Errorf("%s: error = %v, want the stream's", format, err)
		}
		if format == "json" && json.Valid(out.Bytes()) {
			t.Errorf("json of a cut stream is a valid document: %s", out.String())
		}
	}
}

func TestEncodedKeepsTheOrderAndBigNumbers(t *testing.T) {
	object, err := Encoded(json.RawMessage(`{"z":1,"a":9007199254740993,"m":[1.0]}`))
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := object.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(encoded), `{"z":1,"a":9007199254740993,"m":[1.0]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseFormatNamesTheFormats(t *testing.T) {
	if _, err := ParseFormat("yaml"); mperr.CodeOf(err) != "INVALID_ARGUMENT" || !strings.Contains(err.Error(), "jsonl") {
		t.Errorf("ParseFormat(yaml) = %v", err)
	}
	for _, name := range Formats() {
		if _, err := ParseFormat(name); err != nil {
			t.Error(err)
		}
	}
}
