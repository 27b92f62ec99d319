package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

// answer is a reader of batches that are there already, which ends with an error where it has one.
type answer struct {
	schema  *arrow.Schema
	batches []arrow.RecordBatch
	err     error
	closed  int
}

func (a *answer) Schema() *arrow.Schema { return a.schema }
func (a *answer) Close() error          { a.closed++; return nil }

func (a *answer) Next(context.Context) (arrow.RecordBatch, error) {
	if len(a.batches) > 0 {
		next := a.batches[0]
		a.batches = a.batches[1:]
		return next, nil
	}
	if a.err != nil {
		return nil, a.err
	}
	return nil, io.EOF
}

func answerOf(t *testing.T, err error, batches ...string) *answer {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "i", Type: arrow.PrimitiveTypes.Int64}, {Name: "s", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)
	a := &answer{schema: schema, err: err}
	for _, rows := range batches {
		batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
		if err != nil {
			t.Fatal(err)
		}
		a.batches = append(a.batches, batch)
	}
	return a
}

// answerOfText is an answer of one text.
func answerOfText(t *testing.T, text string) *answer {
	t.Helper()
	builder := array.NewStringBuilder(memory.DefaultAllocator)
	defer builder.Release()
	builder.Append(text)
	schema := arrow.NewSchema([]arrow.Field{{Name: "s", Type: arrow.BinaryTypes.String}}, nil)
	batch := array.NewRecordBatch(schema, []arrow.Array{builder.NewArray()}, 1)
	return &answer{schema: schema, batches: []arrow.RecordBatch{batch}}
}

func TestRowsOfStreamsBatchesAndClosesTheReader(t *testing.T) {
	reader := answerOf(t, nil, `[{"i":1,"s":"a"},{"i":2,"s":null}]`, `[]`, `[{"i":3,"s":"c"}]`)
	rows := rowsOf(t.Context(), reader)
	if diff := cmp.Diff([]string{"i", "s"}, rows.Columns); diff != "" {
		t.Error(diff)
	}
	var got [][]any
	for row, err := range rows.All {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	if diff := cmp.Diff([][]any{{int64(1), "a"}, {int64(2), nil}, {int64(3), "c"}}, got); diff != "" {
		t.Error(diff)
	}
	if reader.closed != 1 {
		t.Errorf("closed %d times, want once", reader.closed)
	}
}

func TestRowsOfClosesTheReaderWhenNobodyReadsOn(t *testing.T) {
	reader := answerOf(t, nil, `[{"i":1,"s":"a"},{"i":2,"s":"b"}]`, `[{"i":3,"s":"c"}]`)
	for range rowsOf(t.Context(), reader).All {
		break
	}
	if reader.closed != 1 {
		t.Errorf("closed %d times, want once", reader.closed)
	}
}

func TestRowsOfEndsWithTheErrorOfTheStream(t *testing.T) {
	broken := errors.New("cut")
	reader := answerOf(t, broken, `[{"i":1,"s":"a"}]`)
	rows := 0
	var last error
	for _, err := range rowsOf(t.Context(), reader).All {
		rows++
		last = err
	}
	if rows != 2 || !errors.Is(last, broken) || reader.closed != 1 {
		t.Errorf("%d rows, last error %v, closed %d times; want one row, the stream's error, once", rows, last, reader.closed)
	}
}

func TestScalarIsTheFirstValueAloneAndNothingOfNothing(t *testing.T) {
	for _, tt := range []struct {
		reader *answer
		want   string
	}{
		{answerOf(t, nil, `[{"i":1,"s":"a"},{"i":2,"s":"b"}]`), "1\n"},
		{answerOf(t, nil, `[]`), ""},
	} {
		s := newApp("")
		if err := s.printScalar(t.Context(), tt.reader); err != nil || s.stdout.String() != tt.want {
			t.Errorf("printed %q, %v; want %q", s.stdout.String(), err, tt.want)
		}
		if tt.reader.closed != 1 {
			t.Errorf("closed %d times, want once", tt.reader.closed)
		}
	}
}
