package result_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
)

func newJQL(t *testing.T, raw string) *result.JQLResult {
	t.Helper()
	made, err := result.NewJQL(result.JQLFields{Raw: []byte(raw)})
	return must(t, made, err)
}

func TestJQLGivesBackItsAnswer(t *testing.T) {
	r := newJQL(t, ` [ 1.50, "a\u00e9" ,12345678901234567890, null ] `)
	if got, want := string(r.Raw()), `[1.50,"a\u00e9",12345678901234567890,null]`; got != want || r.RowCount() != 4 {
		t.Errorf("got %s, %d rows", got, r.RowCount())
	}
}

func TestJQLColumnsAreTypedWhereTheirValuesAgree(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`[1,2,-3]`, "value int64\n[1]\n[2]\n[-3]\n"},
		{`[9223372036854775807,-9223372036854775808]`, "value int64\n[9223372036854775807]\n[-9223372036854775808]\n"},
		{`[9223372036854775808]`, "value utf8\n[\"9223372036854775808\"]\n"},
		{`[1,2.5,1e3]`, "value float64\n[1]\n[2.5]\n[1000]\n"},
		{`[9007199254740993,0.5]`, "value utf8\n[\"9007199254740993\"]\n[\"0.5\"]\n"},
		{`[9007199254740993,1]`, "value int64\n[9007199254740993]\n[1]\n"},
		{`[-0]`, "value float64\n[-0]\n"},
		{`[1e999]`, "value utf8\n[\"1e999\"]\n"},
		{`[true,false,null]`, "value bool\n[true]\n[false]\n[null]\n"},
		{`["a","","\u00e9\ud800"]`, "value utf8\n[\"a\"]\n[\"\"]\n[\"é\ufffd\"]\n"},
		{`["1",1]`, "value utf8\n[\"\\\"1\\\"\"]\n[\"1\"]\n"},
		{`[null,null]`, "value utf8\n[null]\n[null]\n"},
		{`[[1, 2],{"a" : 1}]`, "value utf8\n[\"[1,2]\"]\n[\"{\\\"a\\\":1}\"]\n"},
		{`[{"a":1},null]`, "value utf8\n[\"{\\\"a\\\":1}\"]\n[null]\n"},
		{`[{"b":1},{"a":2,"b":3}]`, "b int64\na int64\n[1,null]\n[3,2]\n"},
		{`[{"a":1,"a":2}]`, "a int64\n[2]\n"},
		{`[{"":1},{"":null}]`, " int64\n[1]\n[null]\n"},
		{`[{},{}]`, "[]\n[]\n"},
		{`[{"a":{"b":null}},{"a":"x"}]`, "a utf8\n[\"{\\\"b\\\":null}\"]\n[\"\\\"x\\\"\"]\n"},
		{`[]`, ""},
	} {
		got := strings.ReplaceAll(show(t, newJQL(t, c.raw).Table()), " nullable=true", "")
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.raw, diff)
		}
	}
}

func TestJQLObjectsOfTooManyKeysStayWhole(t *testing.T) {
	wide := func(keys int) string {
		var out strings.Builder
		for i := range keys {
			fmt.Fprintf(&out, `,"user %d":%d`, i, i)
		}
		return "[{" + out.String()[1:] + "}]"
	}
	if got := newJQL(t, wide(1000)).Table().NumCols(); got != 1000 {
		t.Errorf("1000 keys gave %d columns", got)
	}
	batch := newJQL(t, wide(1001)).Table()
	if batch.NumCols() != 1 || batch.ColumnName(0) != "value" || batch.Column(0).ValueStr(0) != wide(1001)[1:len(wide(1001))-1] {
		t.Errorf("1001 keys gave %d columns", batch.NumCols())
	}
}

func TestJQLHugeAnswer(t *testing.T) {
	const rows = 50_000
	var raw bytes.Buffer
	raw.WriteByte('[')
	for i := range rows {
		if i > 0 {
			raw.WriteByte(',')
		}
		fmt.Fprintf(&raw, `{"name":"event %d","count":%d}`, i%7, i)
	}
	raw.WriteByte(']')
	batch := newJQL(t, raw.String()).Table()
	counts := batch.Column(1).(*array.Int64)
	if batch.NumRows() != rows || counts.Value(rows-1) != rows-1 || batch.Column(0).ValueStr(rows-1) != fmt.Sprintf("event %d", (rows-1)%7) {
		t.Errorf("%d rows, last count %d", batch.NumRows(), counts.Value(int(batch.NumRows())-1))
	}
}

func FuzzJQLTable(f *testing.F) {
	for _, seed := range []string{
		jqlAnswer, "[]", "[{}]", "[1]", `[{"a":1},{"a":2.5},{"b":true}]`, `[{"a":1,"a":null}]`, `["\ud800",null]`, "[[[[]]]]",
		"[\"\xff\"]", `[{"\ud800":1,"\udfff":2}]`, `[-0,1e400,9007199254740993]`, "null", "[", `[{"a":"b"},{"a":{"a":"b"}}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := result.NewJQL(result.JQLFields{Raw: raw})
		if err != nil {
			return
		}
		encoded, err := r.MarshalJSON()
		if err != nil || !json.Valid(encoded) {
			t.Fatalf("JSON is %s, %v", encoded, err)
		}
		batch := r.Table()
		if int(batch.NumRows()) != r.RowCount() {
			t.Fatalf("%d rows of %d", batch.NumRows(), r.RowCount())
		}
		var rows []json.RawMessage
		if err := json.Unmarshal(r.Raw(), &rows); err != nil {
			t.Fatal(err)
		}
		objects, whole := make([]map[string]json.RawMessage, len(rows)), false
		keys := map[string]bool{}
		for i, row := range rows {
			whole = whole || row[0] != '{' || json.Unmarshal(row, &objects[i]) != nil
			for key := range objects[i] {
				keys[key] = true
			}
		}
		if whole || len(keys) > 1000 {
			keys = map[string]bool{"value": true}
			for i, row := range rows {
				objects[i] = map[string]json.RawMessage{"value": row}
			}
		}
		compareTable(t, batch, objects, keys)
	})
}

// compareTable holds a table against what encoding/json alone makes of the answer.
func compareTable(t *testing.T, batch arrow.RecordBatch, rows []map[string]json.RawMessage, keys map[string]bool) {
	t.Helper()
	if int(batch.NumCols()) != len(keys) {
		t.Fatalf("%d columns for %d keys", batch.NumCols(), len(keys))
	}
	for col, values := range batch.Columns() {
		name := batch.ColumnName(col)
		if !keys[name] {
			t.Fatalf("a column %q of nowhere", name)
		}
		for i, row := range rows {
			cell, there := row[name]
			if missing := !there || string(cell) == "null"; missing != values.IsNull(i) {
				t.Fatalf("row %d, column %q: null is %v for %s", i, name, values.IsNull(i), cell)
			} else if !missing {
				compareCell(t, values, i, cell)
			}
		}
	}
}

func compareCell(t *testing.T, values arrow.Array, i int, cell json.RawMessage) {
	t.Helper()
	same := false
	switch values := values.(type) {
	case *array.Boolean:
		same = strconv.FormatBool(values.Value(i)) == string(cell)
	case *array.Int64:
		same = strconv.FormatInt(values.Value(i), 10) == string(cell)
	case *array.Float64:
		want, err := strconv.ParseFloat(string(cell), 64)
		same = err == nil && want == values.Value(i)
	case *array.String:
		var text string
		isText := json.Unmarshal(cell, &text) == nil
		same = values.Value(i) == string(cell) || (isText && values.Value(i) == text)
	}
	if !same {
		t.Fatalf("%s became %s in a column of %s", cell, values.ValueStr(i), values.DataType())
	}
}
