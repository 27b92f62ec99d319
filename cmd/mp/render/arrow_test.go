package render

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

var readings = arrow.NewSchema([]arrow.Field{
	{Name: "i", Type: arrow.PrimitiveTypes.Int64},
	{Name: "at", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, Nullable: true},
	{Name: "d", Type: &arrow.Decimal128Type{Precision: 38, Scale: 2}, Nullable: true},
	{
		Name: "l", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true,
		Metadata: arrow.NewMetadata([]string{"from"}, []string{"an engine"}),
	},
}, nil)

// reading is a batch of readings from JSON.
func reading(t *testing.T, rows string) arrow.RecordBatch {
	t.Helper()
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, readings, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

// inBatches are rows of batches, which end with an error where there is one.
func inBatches(err error, all ...arrow.RecordBatch) Rows {
	return Rows{Columns: []string{"i", "at", "d", "l"}, Batches: &Batches{Schema: readings, All: func(yield func(arrow.RecordBatch, error) bool) {
		for _, batch := range all {
			if !yield(batch, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}}}
}

// readBack is what a program reads of a stream.
func readBack(t *testing.T, stream []byte) (*arrow.Schema, []arrow.RecordBatch, error) {
	t.Helper()
	reader, err := ipc.NewReader(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	var all []arrow.RecordBatch
	for reader.Next() {
		batch := reader.RecordBatch()
		batch.Retain()
		all = append(all, batch)
	}
	return reader.Schema(), all, reader.Err()
}

func TestArrowPassesBatchesOnAsTheyCame(t *testing.T) {
	one := reading(t, `[{"i":9007199254740993,"at":"2026-01-02T03:04:05.000001Z","d":"1.10","l":["a",null]},{"i":-1}]`)
	none, two := reading(t, `[]`), reading(t, `[{"i":2,"l":[]}]`)
	schema, got, err := readBack(t, []byte(printed(t, Arrow, 0, inBatches(nil, one, none, two.NewSlice(0, 1)))))
	if err != nil || !schema.Equal(readings) {
		t.Errorf("schema %v, %v; want %v", schema, err, readings)
	}
	if want := []arrow.RecordBatch{one, none, two}; !slices.EqualFunc(want, got, array.RecordEqual) {
		t.Errorf("read back %v, want %v", got, want)
	}
}

func TestArrowOfNoRowsHasTheSchema(t *testing.T) {
	schema, got, err := readBack(t, []byte(printed(t, Arrow, 0, inBatches(nil))))
	if err != nil || len(got) != 0 || !schema.Equal(readings) {
		t.Errorf("read back %v, %d batches, %v; want the schema alone", schema, len(got), err)
	}
}

func TestArrowThatAnErrorEndsCannotBeTakenForWhole(t *testing.T) {
	broken := errors.New("cut")
	var out bytes.Buffer
	err := Printer{Out: &out, Format: Arrow}.Rows(inBatches(broken, reading(t, `[{"i":1}]`)))
	if !errors.Is(err, broken) {
		t.Errorf("error = %v, want the stream's", err)
	}
	if _, got, err := readBack(t, out.Bytes()); err == nil || len(got) != 1 {
		t.Errorf("read %d batches and then %v; want one and an error", len(got), err)
	}
}

func TestArrowTellsThatNobodyReads(t *testing.T) {
	pages := make([]arrow.RecordBatch, 1000)
	for i := range pages {
		pages[i] = reading(t, `[{"i":1,"l":["`+strings.Repeat("x", 1000)+`"]}]`)
	}
	reader, writer := io.Pipe()
	go func() {
		_, _ = io.ReadFull(reader, make([]byte, 10))
		_ = reader.CloseWithError(errFull)
	}()
	if err := (Printer{Out: writer, Format: Arrow}).Rows(inBatches(nil, pages...)); !errors.Is(err, errFull) {
		t.Errorf("error = %v, want that of the pipe", err)
	}
}

func TestBinaryFormatsRefuseABareValue(t *testing.T) {
	for _, format := range []Format{Arrow, Parquet} {
		var out bytes.Buffer
		err := Printer{Out: &out, Format: format}.Value(1)
		if _, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || out.Len() > 0 {
			t.Errorf("%s: error = %v, %d bytes written; want INVALID_ARGUMENT and nothing", format, err, out.Len())
		}
	}
}
