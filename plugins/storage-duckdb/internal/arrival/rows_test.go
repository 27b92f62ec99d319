package arrival_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// source gives batches, then an error: io.EOF where it is nil.
type source struct {
	schema  *arrow.Schema
	batches []arrow.RecordBatch
	err     error
	given   int
}

func (s *source) Schema() *arrow.Schema { return s.schema }

func (s *source) Next(context.Context) (arrow.RecordBatch, error) {
	if s.given < len(s.batches) {
		s.given++
		return s.batches[s.given-1], nil
	}
	if s.err != nil {
		return nil, s.err
	}
	return nil, io.EOF
}

func (*source) Footer() storage.Footer { return storage.Footer{} }

// events makes a batch of events with these insert ids, a day each.
func events(day int, ids ...string) arrow.RecordBatch {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, storage.EventsSchema())
	defer builder.Release()
	for _, id := range ids {
		builder.Field(0).(*array.StringBuilder).Append("Log In")
		builder.Field(1).(*array.TimestampBuilder).Append(1)
		builder.Field(2).(*array.StringBuilder).Append("u")
		builder.Field(3).(*array.StringBuilder).Append(id)
		builder.Field(4).(*array.StringBuilder).Append(fmt.Sprintf(`{"day":%d}`, day))
		builder.Field(5).(*array.Date32Builder).Append(arrow.Date32(day))
	}
	return builder.NewRecordBatch()
}

func rowsOf(tb testing.TB, s *source) *arrival.Rows {
	tb.Helper()
	if s.schema == nil {
		s.schema = storage.EventsSchema()
	}
	columns, err := arrival.Columns(storage.Events, s.schema)
	if err != nil {
		tb.Fatal(err)
	}
	return arrival.New(tb.Context(), s, columns)
}

func TestRowsCountByDayWhatPasses(t *testing.T) {
	rows := rowsOf(t, &source{batches: []arrow.RecordBatch{events(0, "a", "b"), events(1), events(1, "c"), events(0, "d")}})
	batches := 0
	for rows.Next() {
		batches++
	}
	if batches != 3 || rows.Count() != 4 || !rows.Ended() || rows.Err() != nil {
		t.Errorf("%d batches, %d rows, ended %t, %v", batches, rows.Count(), rows.Ended(), rows.Err())
	}
	if diff := cmp.Diff(map[string]int64{"1970-01-01": 3, "1970-01-02": 1}, rows.Days()); diff != "" {
		t.Errorf("days differ (-want +got):\n%s", diff)
	}
	if rows.Next() || len(rows.Repeated()) != 0 {
		t.Errorf("more rows, or repeated ids %v", rows.Repeated())
	}
}

func TestRowsEndOnlyWithEOFItself(t *testing.T) {
	cut := fmt.Errorf("the body ended early: %w", io.EOF)
	for _, err := range []error{cut, io.ErrUnexpectedEOF, errors.New("other")} {
		rows := rowsOf(t, &source{batches: []arrow.RecordBatch{events(0, "a")}, err: err})
		for rows.Next() {
			continue
		}
		if rows.Ended() || !errors.Is(rows.Err(), err) {
			t.Errorf("%v: ended %t, %v", err, rows.Ended(), rows.Err())
		}
	}
}

func TestHeldRowsComeFirst(t *testing.T) {
	allocator := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer allocator.AssertSize(t, 0)
	batch := func(id string) arrow.RecordBatch {
		made := events(0, id)
		columns := make([]arrow.Array, made.NumCols())
		for i, column := range made.Columns() {
			copied, err := array.Concatenate([]arrow.Array{column}, allocator)
			if err != nil {
				t.Fatal(err)
			}
			defer copied.Release()
			columns[i] = copied
		}
		return array.NewRecordBatch(made.Schema(), columns, 1)
	}
	all := make([]arrow.RecordBatch, 0, 6)
	for i := range 6 {
		all = append(all, batch(strconv.Itoa(i)))
	}
	rows := rowsOf(t, &source{batches: all})
	if rows.Hold(4, 1<<20) {
		t.Error("four of six rows are said to be all")
	}
	var got strings.Builder
	for i := 0; i < 5 && rows.Next(); i++ {
		got.WriteString(rows.RecordBatch().Column(3).ValueStr(0))
	}
	if got.String() != "01234" || rows.Count() != 5 {
		t.Errorf("%q came, %d rows counted", got.String(), rows.Count())
	}
	rows.Drop()
	other := rowsOf(t, &source{batches: all})
	if !other.Hold(100, 1<<20) || other.Count() != 6 {
		t.Errorf("not all rows are held: %d", other.Count())
	}
	other.Drop() // without reading them
	for _, batch := range all {
		batch.Release()
	}
}

func TestAPanicOfTheSourceIsCaught(t *testing.T) {
	for _, hold := range []bool{true, false} {
		columns, err := arrival.Columns(storage.Events, storage.EventsSchema())
		if err != nil {
			t.Fatal(err)
		}
		rows := arrival.New(t.Context(), panicking{&source{schema: storage.EventsSchema()}}, columns)
		if hold {
			rows.Hold(10, 10)
		} else if rows.Next() {
			t.Error("a batch came")
		}
		if p := rows.Panicked(); p == nil || p.Value != "on purpose" || len(p.Stack) == 0 || rows.Err() == nil {
			t.Errorf("panic is %v, error %v", p, rows.Err())
		}
	}
}

type panicking struct{ *source }

func (panicking) Next(context.Context) (arrow.RecordBatch, error) { panic("on purpose") }

func TestRepeatedIDsAreNoted(t *testing.T) {
	rows := rowsOf(t, &source{batches: []arrow.RecordBatch{events(0, "a", "b", "a"), events(1, "c", "b"), events(2, "a")}})
	for rows.Next() {
		continue
	}
	if diff := cmp.Diff([]string{"a", "b", "a"}, rows.Repeated()); diff != "" {
		t.Errorf("repeated ids differ (-want +got):\n%s", diff)
	}
	event := arrival.Event{Name: "Log In", DistinctID: "u", InsertID: "a", Micros: 1}
	for properties, want := range map[string]int64{`{"day":0}`: 2, `{"day":2}`: 5, `{"day":1}`: -1} {
		event.Properties = properties
		if got := rows.Arrived(event); got != want {
			t.Errorf("a with %s arrived at %d, want %d", properties, got, want)
		}
	}
}

// A set that forgets would leave copies in a table. One that invents makes the search longer.
func TestNoRepetitionIsMissedAndFewAreInvented(t *testing.T) {
	const n = 300_000 // more than the first layer of the set has room for
	var batches []arrow.RecordBatch
	for from := 0; from < n; from += 10_000 {
		var ids []string
		for i := from; i < from+10_000; i++ {
			ids = append(ids, fmt.Sprintf("%d-insert-id", i))
		}
		batches = append(batches, events(0, ids...))
	}
	rows := rowsOf(t, &source{batches: batches})
	for rows.Next() {
		continue
	}
	if invented := len(rows.Repeated()); invented > n/1000 {
		t.Errorf("%d of %d ids are taken for repeated", invented, n)
	}
	again := rowsOf(t, &source{batches: append(batches, batches...)})
	for again.Next() {
		continue
	}
	if noted := len(again.Repeated()); noted < n {
		t.Errorf("%d of %d repeated ids are noted", noted, n)
	}
}

func TestTextsGiveTheirValues(t *testing.T) {
	for _, n := range []int{0, 1, 1 << 16, 1<<16 + 1, 200_000} {
		values := make([]string, n)
		for i := range values {
			values[i] = strconv.Itoa(i)
		}
		texts, at := arrival.Texts("id", values), 0
		for texts.Next() {
			column := texts.RecordBatch().Column(0).(*array.LargeString)
			for i := range column.Len() {
				if column.Value(i) != values[at] {
					t.Fatalf("value %d is %q", at, column.Value(i))
				}
				at++
			}
		}
		if at != n || texts.Err() != nil {
			t.Errorf("%d of %d values came, %v", at, n, texts.Err())
		}
	}
}

// FuzzText holds the check of a whole column against looking at each value.
func FuzzText(f *testing.F) {
	f.Add([]byte("é日本"), 1, 2)
	f.Add([]byte("a\xffb"), 0, 3)
	f.Add([]byte("\xed\xa0\x80"), 3, 3)
	f.Add([]byte{}, 0, 0)
	f.Fuzz(func(t *testing.T, text []byte, first, second int) {
		cut := func(n int) int { return max(0, min(n, len(text))) }
		a := min(cut(first), cut(second))
		b := max(cut(first), cut(second))
		values := [][]byte{text[:a], text[a:b], text[b:], nil, text}
		builder := array.NewStringBuilder(memory.DefaultAllocator)
		want := -1
		for i, value := range values {
			builder.BinaryBuilder.Append(value)
			if want < 0 && !utf8.Valid(value) {
				want = i
			}
		}
		made := events(0, "1", "2", "3", "4", "5")
		schema := arrow.NewSchema(append(made.Schema().Fields(), arrow.Field{Name: "text", Type: arrow.BinaryTypes.String}), nil)
		batch := array.NewRecordBatch(schema, append(append([]arrow.Array(nil), made.Columns()...), builder.NewArray()), 5)
		// A slice begins in the middle of its memory.
		rows := rowsOf(t, &source{schema: schema, batches: []arrow.RecordBatch{batch, batch.NewSlice(1, 3)}})
		for rows.Next() {
			continue
		}
		invalid, refused := errors.AsType[*mperr.InvalidArgument](rows.Err())
		if refused != (want >= 0) {
			t.Fatalf("%q: %v, want value %d refused", values, rows.Err(), want)
		}
		if refused && invalid.Reason != fmt.Sprintf("row %d is not valid UTF-8", want+1) {
			t.Fatalf("%q: %v, want value %d refused", values, rows.Err(), want)
		}
	})
}
