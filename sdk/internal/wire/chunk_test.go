package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// fromJSON makes a batch of a schema.
func fromJSON(tb testing.TB, schema *arrow.Schema, rows string) arrow.RecordBatch {
	tb.Helper()
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
	if err != nil {
		tb.Fatal(err)
	}
	return batch
}

// chunksOf encodes batches.
func chunksOf(tb testing.TB, schema *arrow.Schema, batches ...arrow.RecordBatch) [][]byte {
	tb.Helper()
	var chunks [][]byte
	encoder, err := newChunkEncoder(schema, func(data []byte) error {
		chunks = append(chunks, bytes.Clone(data))
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	defer encoder.release()
	for _, batch := range batches {
		if err := encoder.write(batch); err != nil {
			tb.Fatal(err)
		}
	}
	return chunks
}

// feed gives chunks one after the other.
func feed(chunks [][]byte) func() ([]byte, error) {
	return func() ([]byte, error) {
		if len(chunks) == 0 {
			return nil, io.EOF
		}
		chunk := chunks[0]
		chunks = chunks[1:]
		return chunk, nil
	}
}

// decode reads a stream to its end. The batches are retained.
func decode(chunks [][]byte) (schema *arrow.Schema, batches []arrow.RecordBatch, err error) {
	decoder, err := newChunkDecoder(feed(chunks))
	if err != nil {
		return nil, nil, err
	}
	defer decoder.release()
	for {
		batch, err := decoder.read()
		if errors.Is(err, io.EOF) {
			return decoder.schema(), batches, nil
		}
		if err != nil {
			return decoder.schema(), batches, err
		}
		batch.Retain()
		batches = append(batches, batch)
	}
}

// everyType has a column of each type that travels.
func everyType() *arrow.Schema {
	types := []arrow.DataType{
		arrow.Null, arrow.FixedWidthTypes.Boolean, arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Uint64,
		arrow.PrimitiveTypes.Float32, arrow.PrimitiveTypes.Float64, arrow.BinaryTypes.String, arrow.BinaryTypes.LargeString,
		arrow.BinaryTypes.Binary, &arrow.FixedSizeBinaryType{ByteWidth: 3}, arrow.FixedWidthTypes.Date32,
		&arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, arrow.FixedWidthTypes.Time64us,
		arrow.FixedWidthTypes.Duration_ms, &arrow.Decimal128Type{Precision: 10, Scale: 2},
		arrow.ListOf(arrow.BinaryTypes.String), arrow.LargeListOf(arrow.PrimitiveTypes.Int32),
		arrow.FixedSizeListOf(2, arrow.PrimitiveTypes.Int16), arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64),
		arrow.StructOf(arrow.Field{Name: "x", Type: arrow.BinaryTypes.String, Nullable: true}),
		&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint8, ValueType: arrow.BinaryTypes.String},
	}
	fields := make([]arrow.Field, len(types))
	for i, dt := range types {
		fields[i] = arrow.Field{Name: fmt.Sprintf("c%02d", i), Type: dt, Nullable: true}
	}
	return arrow.NewSchema(fields, nil)
}

const someRows = `[
 {"c01":true,"c02":-1,"c03":9,"c04":1.5,"c05":2.5,"c06":"a","c07":"b","c08":"AQI=","c09":"YWJj","c10":"2026-01-02",
  "c11":"2026-01-02T03:04:05Z","c12":"03:04:05","c13":"5ms","c14":"1.25","c15":["x","y"],"c16":[1,2],"c17":[3,4],
  "c18":[{"key":"k","value":1}],"c19":{"x":"z"},"c20":"d"},
 {},
 {"c06":"","c15":[],"c20":"e"}
]`

func TestEveryTypeTravels(t *testing.T) {
	schema := everyType()
	want := fromJSON(t, schema, someRows)
	got, batches, err := decode(chunksOf(t, schema, want, want.NewSlice(1, 3), want.NewSlice(0, 0)))
	if err != nil {
		t.Fatal(err)
	}
	if !got.Equal(schema) {
		t.Errorf("schema %v", got)
	}
	for i, expected := range []arrow.RecordBatch{want, want.NewSlice(1, 3), want.NewSlice(0, 0)} {
		if !array.RecordEqual(expected, batches[i]) {
			t.Errorf("batch %d: got %v, want %v", i, batches[i], expected)
		}
	}
}

func TestSchemaTravelsWithoutRows(t *testing.T) {
	metadata := arrow.NewMetadata([]string{"k"}, []string{"v"})
	schema := arrow.NewSchema(everyType().Fields(), &metadata)
	got, batches, err := decode(chunksOf(t, schema))
	if err != nil || len(batches) != 0 || !got.Equal(schema) || got.Metadata().String() != schema.Metadata().String() {
		t.Errorf("got %v, %d batches, %v", got, len(batches), err)
	}
}

// texts makes a batch of rows texts of a size.
func texts(rows, size int) arrow.RecordBatch {
	builder := array.NewStringBuilder(memory.DefaultAllocator)
	for i := range rows {
		builder.Append(strings.Repeat(string(rune('a'+i%26)), size))
	}
	schema := arrow.NewSchema([]arrow.Field{{Name: "text", Type: arrow.BinaryTypes.String}}, nil)
	return array.NewRecordBatch(schema, []arrow.Array{builder.NewArray()}, int64(rows))
}

func TestLongBatchIsCutIntoMessagesOfAtMostAChunk(t *testing.T) {
	want := texts(5000, 4000) // 20 MB
	chunks := chunksOf(t, want.Schema(), want)
	for i, chunk := range chunks {
		if len(chunk) > protocol.MaxChunk {
			t.Errorf("chunk %d has %d bytes", i, len(chunk))
		}
		if chunk[0] != 0xFF {
			t.Errorf("chunk %d does not begin a message, though each message fits a chunk", i)
		}
	}
	_, got, err := decode(chunks)
	if err != nil {
		t.Fatal(err)
	}
	rows := int64(0)
	for _, batch := range got {
		if !array.RecordEqual(want.NewSlice(rows, rows+batch.NumRows()), batch) {
			t.Fatalf("rows from %d on differ", rows)
		}
		rows += batch.NumRows()
	}
	if rows != 5000 {
		t.Errorf("%d rows, want 5000", rows)
	}
}

func TestUnevenRowsAreCutUntilEachPieceFits(t *testing.T) {
	builder := array.NewStringBuilder(memory.DefaultAllocator)
	for range 1000 {
		builder.Append("small")
	}
	for range 3 {
		builder.Append(strings.Repeat("L", protocol.MaxChunk*3/4))
	}
	schema := arrow.NewSchema([]arrow.Field{{Name: "text", Type: arrow.BinaryTypes.String}}, nil)
	want := array.NewRecordBatch(schema, []arrow.Array{builder.NewArray()}, 1003)
	_, got, err := decode(chunksOf(t, schema, want))
	if err != nil {
		t.Fatal(err)
	}
	rows := int64(0)
	for _, batch := range got {
		rows += batch.NumRows()
	}
	if rows != 1003 {
		t.Errorf("%d rows, want 1003", rows)
	}
}

func TestOneLongRowTravelsInSeveralChunks(t *testing.T) {
	want := texts(1, 3*protocol.MaxChunk)
	chunks := chunksOf(t, want.Schema(), want)
	if len(chunks) < 4 {
		t.Errorf("%d chunks", len(chunks))
	}
	_, got, err := decode(chunks)
	if err != nil || len(got) != 1 || !array.RecordEqual(want, got[0]) {
		t.Errorf("got %d batches, %v", len(got), err)
	}
}

func TestRowBeyondTheLimitIsRefusedWithItsSize(t *testing.T) {
	long := texts(1, protocol.MaxBatch)
	encoder, err := newChunkEncoder(long.Schema(), func([]byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var invalid *mperr.InvalidArgument
	if err := encoder.write(long); !errors.As(err, &invalid) || !strings.Contains(invalid.Reason, "67108864") {
		t.Errorf("got %v", err)
	}
}

func TestLongDictionaryDoesNotCutItsBatch(t *testing.T) {
	values := texts(1100, 4000).Column(0)
	indices := array.NewInt32Builder(memory.DefaultAllocator)
	for i := range 1000 {
		indices.Append(int32(i))
	}
	dt := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	column := array.NewDictionaryArray(dt, indices.NewArray(), values)
	schema := arrow.NewSchema([]arrow.Field{{Name: "d", Type: dt}}, nil)
	want := array.NewRecordBatch(schema, []arrow.Array{column}, 1000)
	_, got, err := decode(chunksOf(t, schema, want, want))
	if err != nil || len(got) != 2 || !array.RecordEqual(want, got[1]) {
		t.Errorf("got %d batches, %v", len(got), err)
	}
}

func TestBatchOfAnotherSchemaIsRefused(t *testing.T) {
	encoder, err := newChunkEncoder(everyType(), func([]byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := encoder.write(texts(1, 1)); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("got %v", err)
	}
}

func TestErrorOfSendingComesBackAsItIs(t *testing.T) {
	gone := errors.New("gone")
	failing := false
	encoder, err := newChunkEncoder(texts(1, 1).Schema(), func([]byte) error {
		if failing {
			return gone
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	failing = true
	if err := encoder.write(texts(1, 1)); err != gone { //nolint:errorlint // identity is the point
		t.Errorf("got %v", err)
	}
}

func TestForeignStreamsAreRead(t *testing.T) {
	schema := everyType()
	want := fromJSON(t, schema, someRows)
	var stream bytes.Buffer
	writer := ipc.NewWriter(&stream, ipc.WithSchema(schema))
	for range 3 {
		if err := writer.Write(want); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil { // writes the end marker
		t.Fatal(err)
	}
	for _, size := range []int{1, 7, 64, 1000, stream.Len()} {
		t.Run(fmt.Sprintf("in chunks of %d", size), func(t *testing.T) {
			var chunks [][]byte
			for rest := bytes.Clone(stream.Bytes()); len(rest) > 0; {
				n := min(size, len(rest))
				chunks = append(chunks, rest[:n:n])
				rest = rest[n:]
			}
			_, got, err := decode(chunks)
			if err != nil || len(got) != 3 || !array.RecordEqual(want, got[2]) {
				t.Errorf("got %d batches, %v", len(got), err)
			}
		})
	}
}
