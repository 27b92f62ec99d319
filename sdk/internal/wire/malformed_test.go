package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
)

// touch reads values the way a sink or a table on the screen does. It panics where checkBatch let something through.
func touch(batch arrow.RecordBatch) {
	for _, column := range batch.Columns() {
		for i := range min(column.Len(), 100) {
			_ = column.ValueStr(i)
		}
		if last := column.Len() - 1; last > 0 {
			_ = column.ValueStr(last)
		}
	}
}

// isMalformed says whether an error is one that the wire turns into a coded one.
func isMalformed(err error) bool {
	_, ok := errors.AsType[*malformed](err)
	return ok
}

func TestStreamCutAnywhereIsNoWholeStream(t *testing.T) {
	schema := everyType()
	batch := fromJSON(t, schema, someRows)
	whole := chunksOf(t, schema, batch)
	stream := bytes.Join(whole, nil)
	bounds := map[int]bool{}
	for at, i := 0, 0; i < len(whole); i++ {
		at += len(whole[i])
		bounds[at] = true
	}
	for n := range stream {
		// Between two messages a stream may end; that rows are missing there is for the footer to tell.
		_, _, err := decode([][]byte{stream[:n:n]}[:min(n, 1)])
		if whole := bounds[n]; whole != (err == nil) || !whole && !isMalformed(err) {
			t.Fatalf("cut after %d of %d bytes: %T %v", n, len(stream), err, err)
		}
	}
}

func TestDamagedBytesNeverPanic(t *testing.T) {
	schema := everyType()
	stream := bytes.Join(chunksOf(t, schema, fromJSON(t, schema, someRows)), nil)
	changes := []byte{0x01, 0x80, 0xFF}
	for at := range stream {
		damaged, change := bytes.Clone(stream), changes[at%len(changes)]
		damaged[at] ^= change
		_, batches, err := decode([][]byte{damaged})
		if err != nil && !isMalformed(err) {
			t.Fatalf("byte %d ^ %x: %T %v", at, change, err, err)
		}
		for _, batch := range batches {
			touch(batch)
		}
	}
}

// edited is the stream with the only occurrence of one sequence replaced by another of the same length.
func edited(t *testing.T, stream []byte, from, to []byte) []byte {
	t.Helper()
	if bytes.Count(stream, from) != 1 {
		t.Fatalf("%d occurrences", bytes.Count(stream, from))
	}
	return bytes.Replace(stream, from, to, 1)
}

func le64(values ...int64) []byte {
	var out []byte
	for _, value := range values {
		out = binary.LittleEndian.AppendUint64(out, uint64(value))
	}
	return out
}

func TestOffsetsThatPointElsewhereAreFound(t *testing.T) {
	want := texts(3, 5)
	stream := bytes.Join(chunksOf(t, want.Schema(), want), nil)
	offsets := []byte{0, 0, 0, 0, 5, 0, 0, 0, 10, 0, 0, 0, 15, 0, 0, 0}
	for name, bad := range map[string][]byte{
		"falling":  {0, 0, 0, 0, 11, 0, 0, 0, 10, 0, 0, 0, 15, 0, 0, 0},
		"negative": {0xFF, 0xFF, 0xFF, 0xFF, 5, 0, 0, 0, 10, 0, 0, 0, 15, 0, 0, 0},
		"beyond":   {0, 0, 0, 0, 5, 0, 0, 0, 99, 0, 0, 0, 15, 0, 0, 0},
	} {
		if _, _, err := decode([][]byte{edited(t, stream, offsets, bad)}); !isMalformed(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestIndexOutsideItsDictionaryIsFound(t *testing.T) {
	for _, index := range []arrow.DataType{
		arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Uint8, arrow.PrimitiveTypes.Int16, arrow.PrimitiveTypes.Int32,
		arrow.PrimitiveTypes.Uint64,
	} {
		dt := &arrow.DictionaryType{IndexType: index, ValueType: arrow.BinaryTypes.String}
		schema := arrow.NewSchema([]arrow.Field{{Name: "d", Type: dt, Nullable: true}}, nil)
		good := fromJSON(t, schema, `[{"d":"x"},{"d":null},{"d":"y"}]`)
		if problem := checkData(good.Column(0).Data()); problem != "" {
			t.Errorf("%s: a good one is refused: %s", index, problem)
		}
		for _, bad := range []byte{2, 0xFF} {
			data := good.Column(0).Data()
			indices := bytes.Clone(data.Buffers()[1].Bytes())
			indices[2*index.(arrow.FixedWidthDataType).BitWidth()/8] = bad
			broken := array.NewDataWithDictionary(dt, 3, []*memory.Buffer{data.Buffers()[0], memory.NewBufferBytes(indices)}, 1, 0,
				data.Dictionary().(*array.Data))
			if problem := checkData(broken); problem == "" {
				t.Errorf("%s: index %d is not found", index, bad)
			}
		}
	}
}

// message frames metadata and a body, as any writer of Arrow does.
func message(meta, body []byte) []byte {
	for len(meta)%8 != 0 {
		meta = append(meta, 0)
	}
	out := binary.LittleEndian.AppendUint32(nil, continuation)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(meta)))
	return append(append(out, meta...), body...)
}

// claiming is a message that says another length of its body.
func claiming(message []byte, length int64) []byte {
	out := bytes.Clone(message)
	meta := out[8:]
	copy(meta[flatRoot(meta).field(messageBodyLength):], le64(length))
	return out
}

func TestClaimsBeyondTheLimitsAreRefusedBeforeAnythingIsAllocated(t *testing.T) {
	rows := texts(1, 8)
	chunks := chunksOf(t, rows.Schema(), rows)
	schema, batch := chunks[0], chunks[1]
	for name, stream := range map[string][]byte{
		"a body of a terabyte":     slices.Concat(schema, claiming(batch, 1<<40)),
		"a body of less than none": slices.Concat(schema, claiming(batch, -1)),
		"a body that is not there": slices.Concat(schema, claiming(batch, protocol.MaxBatch)),
		"metadata of two gigabyte": {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F},
		"an old stream":            {0x10, 0, 0, 0, 0, 0, 0, 0},
		"rows without a schema":    batch,
		"two schemas":              slices.Concat(schema, schema, batch),
		"no message":               message(make([]byte, 64), nil),
		"garbage":                  bytes.Repeat([]byte("mp"), 1000),
		"rows after the end":       slices.Concat(schema, []byte{0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0}, batch),
	} {
		if _, _, err := decode([][]byte{stream}); !isMalformed(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestChunksOfNoLengthAndBeyondTheLimitAreRefused(t *testing.T) {
	for name, chunk := range map[string][]byte{"empty": {}, "long": make([]byte, protocol.MaxChunk+1)} {
		if _, _, err := decode([][]byte{chunk}); !isMalformed(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCompressedRowsAreRefused(t *testing.T) {
	rows := texts(100, 100)
	var stream bytes.Buffer
	writer := ipc.NewWriter(&stream, ipc.WithSchema(rows.Schema()), ipc.WithZstd())
	if err := writer.Write(rows); err != nil {
		t.Fatal(err)
	}
	if _, _, err := decode([][]byte{stream.Bytes()}); !isMalformed(err) || !strings.Contains(err.Error(), "compressed") {
		t.Errorf("got %v", err)
	}
}

func TestTypesThatDoNotTravelAreRefusedByName(t *testing.T) {
	for _, dt := range []arrow.DataType{
		arrow.BinaryTypes.StringView, arrow.ListViewOf(arrow.PrimitiveTypes.Int8),
		arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int8),
		arrow.SparseUnionOf([]arrow.Field{{Name: "a", Type: arrow.PrimitiveTypes.Int8}}, []arrow.UnionTypeCode{0}),
	} {
		schema := arrow.NewSchema([]arrow.Field{{Name: "v", Type: dt}}, nil)
		if _, _, err := decode(chunksOf(t, schema)); !isMalformed(err) {
			t.Errorf("%s: %v", dt, err)
		}
	}
}

func TestRowsThatAreOnlyACountAreBounded(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "nothing", Type: arrow.Null}}, nil)
	const rows = 5 * protocol.MaxBatchRows / 2
	column := array.NewNull(rows)
	_, got, err := decode(chunksOf(t, schema, array.NewRecordBatch(schema, []arrow.Array{column}, rows)))
	if err != nil || len(got) != 3 {
		t.Errorf("%d batches, %v; want three", len(got), err)
	}
	stream := bytes.Join(chunksOf(t, schema, array.NewRecordBatch(schema, []arrow.Array{array.NewNull(77)}, 77)), nil)
	stream = bytes.ReplaceAll(stream, le64(77), le64(1<<30))
	if _, _, err := decode([][]byte{stream}); !isMalformed(err) {
		t.Errorf("a billion rows of nothing: %v", err)
	}
}

func TestSchemaThatUnfoldsIsRefused(t *testing.T) {
	// Each level has ten children, all of them the same table: 10^40 fields in some kilobytes.
	if _, err := measure(unfolding(40, 10)); !isMalformed(err) {
		t.Errorf("got %v", err)
	}
	if _, err := measure(unfolding(3, 3)); err != nil {
		t.Errorf("a small one is refused: %v", err)
	}
}

// unfolding is the metadata of a schema of structs, depth levels deep, where the width children of a field are all the same
// table. Each table follows its vtable, and each offset points to what comes next.
func unfolding(depth, width int) []byte {
	var out []byte
	u16 := func(values ...uint16) {
		for _, value := range values {
			out = binary.LittleEndian.AppendUint16(out, value)
		}
	}
	u32 := func(values ...int) {
		for _, value := range values {
			out = binary.LittleEndian.AppendUint32(out, uint32(value))
		}
	}
	const structType = 13
	u32(4 + 12)                // to the message
	u16(12, 12, 0, 4, 8, 0)    // its vtable: header type at 4, header at 8, no body
	u32(12, headerSchema, 4+8) // the message
	u16(8, 8, 0, 4)            // the schema's vtable: fields at 4
	u32(8, 4)                  // the schema
	for range depth {
		u32(width)
		for i := range width {
			u32(4*(width-i) + 16) // to the field
		}
		u16(16, 12, 0, 0, 4, 0, 0, 8) // the field's vtable: type at 4, children at 8
		u32(16, structType, 4)        // the field
	}
	u32(0) // the last one has no children
	return out
}

func FuzzRowsFromThePeer(f *testing.F) {
	schema := everyType()
	batch := fromJSON(f, schema, someRows)
	f.Add(bytes.Join(chunksOf(f, schema, batch), nil))
	f.Add(bytes.Join(chunksOf(f, batch.Schema()), nil))
	small := texts(3, 5)
	f.Add(bytes.Join(chunksOf(f, small.Schema(), small), nil))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, stream []byte) {
		var chunks [][]byte
		for rest := stream; len(rest) > 0; {
			n := min(len(rest), protocol.MaxChunk)
			chunks = append(chunks, rest[:n:n])
			rest = rest[n:]
		}
		_, batches, err := decode(chunks)
		if err != nil && !isMalformed(err) {
			t.Fatalf("%T %v", err, err)
		}
		for _, batch := range batches {
			touch(batch)
		}
	})
}
