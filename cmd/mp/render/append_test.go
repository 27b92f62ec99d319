package render

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
	"time"
)

func TestValuesAreWrittenAsEncodingJSONDoes(t *testing.T) {
	for _, value := range []any{
		nil, true, false, int64(math.MinInt64), int64(math.MaxInt64), int32(-7), 1.5, json.Number("1.10"), json.Number(""),
		"", "plain text ~", `quote " and \ backslash`, "<a> & b", "tab\tline\n\x00\x7f", "naïve 東京 🎉", "\u2028\u2029", "bad \xff utf",
		json.RawMessage(`{ "b" : 1, "a":[2, " x ", 1.0] }`), json.RawMessage(nil), json.RawMessage("\"\u2028<\""),
		[]any{"a", nil, int64(1)}, time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Object{Fields: []Field{{"a b", "<"}}}, Object{},
	} {
		want, err := compact(value)
		if err != nil {
			t.Fatal(err)
		}
		got, err := appendJSON([]byte("before"), value)
		if err != nil || string(got) != "before"+string(want) {
			t.Errorf("%#v is written as %q, %v; want %q", value, got, err, want)
		}
	}
}

func TestValuesThatAreNoJSONAreRefused(t *testing.T) {
	for _, value := range []any{json.RawMessage(`{"a":`), json.RawMessage("nothing"), math.NaN(), make(chan int)} {
		if got, err := appendJSON(nil, value); err == nil {
			t.Errorf("%v is written as %q", value, got)
		}
	}
}

func FuzzTextsAreWrittenAsEncodingJSONDoes(f *testing.F) {
	f.Add("plain")
	f.Add("\"\\\u2028\xff<>")
	f.Fuzz(func(t *testing.T, text string) {
		want, err := compact(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := appendJSON(nil, text); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q is written as %q, %v; want %q", text, got, err, want)
		}
	})
}

func TestRowsOfNoColumnsAreEmptyObjects(t *testing.T) {
	rows := List(nil, []int{1, 2}, func(int) []any { return nil })
	if got := printed(t, JSONL, 0, rows); got != "{}\n{}\n" {
		t.Errorf("printed %q", got)
	}
}
