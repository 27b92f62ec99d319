package render

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
)

func TestRowsBecomeABatchOfTheTypesOfTheirValues(t *testing.T) {
	when := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.FixedZone("here", 3600))
	columns := []string{"text", "whole", "number", "yes", "at", "mixed", "nothing", "json", "list"}
	rows := [][]any{
		{"a", int64(9007199254740993), 1.5, true, when, 1, nil, json.RawMessage(`{"b": 1}`), []string{"x"}},
		{nil, 7, nil, nil, nil, "two", nil, nil, nil},
	}
	stream := printed(t, Arrow, 0, List(columns, rows, func(row []any) []any { return row }))
	schema, got, err := readBack(t, []byte(stream))
	if err != nil || len(got) != 1 {
		t.Fatalf("%d batches, %v", len(got), err)
	}
	var types []string
	for _, field := range schema.Fields() {
		types = append(types, field.Type.String())
	}
	text := "utf8"
	if diff := cmp.Diff([]string{text, "int64", "float64", "bool", "timestamp[us, tz=UTC]", text, text, text, text}, types); diff != "" {
		t.Error(diff)
	}
	values, err := got[0].MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"at":"2026-01-02T02:04:05.000006Z","json":"{\"b\":1}","list":"[\"x\"]","mixed":"1","nothing":null,"number":1.5,` +
		`"text":"a","whole":9007199254740993,"yes":true}` + "\n" +
		`,{"at":null,"json":null,"list":null,"mixed":"two","nothing":null,"number":null,"text":null,"whole":7,"yes":null}` + "\n]"
	if diff := cmp.Diff(want, string(values)); diff != "" {
		t.Error(diff)
	}
}

func TestNoRowsBecomeABatchWithColumns(t *testing.T) {
	schema, got, err := readBack(t, []byte(printed(t, Arrow, 0, empty)))
	if err != nil || schema.NumFields() != 2 || rowsIn(got) != 0 {
		t.Errorf("%v, %d rows, %v; want two columns and no rows", schema, rowsIn(got), err)
	}
}

func rowsIn(batches []arrow.RecordBatch) (n int64) {
	for _, batch := range batches {
		n += batch.NumRows()
	}
	return n
}
