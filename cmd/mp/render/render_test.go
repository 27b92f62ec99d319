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
		{Markdown, accounts, `| name | project\_id | is\_default |
| --- | --- | --- |
| prod | 42 | true |
| naïve &lt;b> | {"b":1,"a":\[2\]} |  |
`},
		{JSON, empty, "[]\n"},
		{Markdown, empty, "| name | n |\n| --- | --- |\n"},
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
		{Markdown, "| field | value |\n| --- | --- |\n| table | events |\n| rows | 7 |\n| at | 2026-01-02T03:04:05Z |\n| range | \\[\"a\",\"b\"\\] |\n"},
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
	object, err := Encoded(json.RawMessage(`{"z":1,"a":9007199254740993,"m":[1.0],"o":{"z":"é","a":null}}`))
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := object.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(encoded), `{"z":1,"a":9007199254740993,"m":[1.0],"o":{"z":"é","a":null}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEncodedRefusesWhatIsNoObject(t *testing.T) {
	for _, value := range []any{[]int{1}, "text", nil, make(chan int)} {
		if object, err := Encoded(value); err == nil {
			t.Errorf("Encoded(%v) = %v, want an error", value, object)
		}
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

func TestFormatOfFileGoesByItsEnding(t *testing.T) {
	for name, want := range map[string]Format{
		"a.parquet": Parquet, "dir.csv/b.JSON": JSON, "x.ndjson": JSONL, "y.md": Markdown, "z.arrow": Arrow, "t.txt": Table,
	} {
		if got, ok := FormatOfFile(name); !ok || got != want {
			t.Errorf("%s: %q, %v; want %q", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "csv", "a.gz", "dir.csv/file"} {
		if got, ok := FormatOfFile(name); ok {
			t.Errorf("%s: %q, want none", name, got)
		}
	}
}

func TestMarkdownKeepsAValueInItsCell(t *testing.T) {
	rows := List([]string{"a|b"}, []string{"x|y\nz\\", "*b* `c` <script>", "_a_ ~~b~~ [c](d) &lt; &amp;", "\x1b[31mred"}, func(s string) []any { return []any{s} })
	want := "| a\\|b |\n| --- |\n| x\\|y<br>z\\\\ |\n| \\*b\\* \\`c\\` &lt;script> |\n" +
		"| \\_a\\_ \\~\\~b\\~\\~ \\[c\\](d) &amp;lt; &amp;amp; |\n| ·\\[31mred |\n"
	if diff := cmp.Diff(want, printed(t, Markdown, 0, rows)); diff != "" {
		t.Error(diff)
	}
}
