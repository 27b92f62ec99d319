package render

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// readParquet is what a program reads of a file.
func readParquet(t *testing.T, content string) (*file.Reader, arrow.Table, error) {
	t.Helper()
	reader, err := file.NewParquetReader(strings.NewReader(content))
	if err != nil {
		return nil, nil, err
	}
	rows, err := pqarrow.NewFileReader(reader, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := rows.ReadTable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return reader, table, nil
}

// rowsOfParquet are the rows as JSON, one batch a line.
func rowsOfParquet(t *testing.T, content string) string {
	t.Helper()
	_, table, err := readParquet(t, content)
	if err != nil {
		t.Fatal(err)
	}
	reader := array.NewTableReader(table, 0)
	defer reader.Release()
	var out strings.Builder
	for reader.Next() {
		encoded, err := reader.RecordBatch().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		out.Write(encoded)
	}
	return out.String()
}

func TestParquetKeepsValuesAndTypes(t *testing.T) {
	one := reading(t, `[{"i":9007199254740992,"at":"2026-01-02T03:04:05.000001Z","d":"1.10","l":["a",null]},{"i":-1}]`)
	content := printed(t, Parquet, 0, inBatches(nil, one, reading(t, `[]`), reading(t, `[{"i":2,"l":[]}]`)))
	reader, table, err := readParquet(t, content)
	if err != nil {
		t.Fatal(err)
	}
	for i, field := range table.Schema().Fields() {
		if want := readings.Field(i); field.Name != want.Name || field.Type.ID() != want.Type.ID() {
			t.Errorf("column %d is %v, want %v", i, field, want)
		}
	}
	group := reader.MetaData().RowGroup(0)
	chunk, err := group.ColumnChunk(0)
	if err != nil || chunk.Compression() != compress.Codecs.Zstd || reader.NumRowGroups() != 1 {
		t.Errorf("%v, %v, %d row groups; want zstd and one", chunk.Compression(), err, reader.NumRowGroups())
	}
	got := rowsOfParquet(t, content)
	for _, want := range []string{`"i":9007199254740992`, `"at":"2026-01-02T03:04:05.000001Z"`, `"d":"1.1`, `"l":["a",null]`, `"l":[]`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

func TestParquetOfNoRowsHasTheColumns(t *testing.T) {
	for name, rows := range map[string]Rows{"batches": inBatches(nil), "list": empty} {
		_, table, err := readParquet(t, printed(t, Parquet, 0, rows))
		if err != nil || table.NumRows() != 0 || table.NumCols() < 2 {
			t.Errorf("%s: %v, want the columns alone", name, err)
		}
	}
}

func TestParquetThatAnErrorEndsIsNoFile(t *testing.T) {
	broken := errors.New("cut")
	var out bytes.Buffer
	err := Printer{Out: &out, Format: Parquet}.Rows(inBatches(broken, reading(t, `[{"i":1}]`)))
	if !errors.Is(err, broken) {
		t.Errorf("error = %v, want the stream's", err)
	}
	if _, _, err := readParquet(t, out.String()); err == nil {
		t.Error("what was written is taken for a whole file")
	}
}

func TestParquetWritesRowGroupsWhileRowsArrive(t *testing.T) {
	builder := array.NewInt64Builder(memory.DefaultAllocator)
	for i := range int64(10_000) {
		builder.Append(i * 0x9e3779b97f4a7c) // a compressor finds nothing in these
	}
	values := builder.NewArray()
	schema := arrow.NewSchema([]arrow.Field{{Name: "i", Type: arrow.PrimitiveTypes.Int64}}, nil)
	batch := array.NewRecordBatch(schema, []arrow.Array{values}, 10_000)
	var out bytes.Buffer
	before := 0
	rows := Rows{Columns: []string{"i"}, Batches: &Batches{Schema: schema, All: func(yield func(arrow.RecordBatch, error) bool) {
		for range 30 {
			if !yield(batch, nil) {
				return
			}
		}
		before = out.Len()
	}}}
	if err := (Printer{Out: &out, Format: Parquet}).Rows(rows); err != nil {
		t.Fatal(err)
	}
	reader, table, err := readParquet(t, out.String())
	if err != nil || table.NumRows() != 300_000 || reader.NumRowGroups() != 3 {
		t.Errorf("%v: want 300000 rows in 3 groups", err)
	}
	if before == 0 {
		t.Error("nothing was written before the last batch")
	}
}

func TestParquetHasTextForWhatItHasNoTypeFor(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "span", Type: arrow.FixedWidthTypes.MonthDayNanoInterval, Nullable: true},
		{Name: "word", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, Nullable: true},
		{Name: "none", Type: arrow.Null, Nullable: true},
	}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema,
		strings.NewReader(`[{"span":{"months":1,"days":2,"nanoseconds":3},"word":"w"},{}]`))
	if err != nil {
		t.Fatal(err)
	}
	rows := Rows{Columns: []string{"span", "word", "none"}, Batches: &Batches{Schema: schema, All: func(yield func(arrow.RecordBatch, error) bool) {
		yield(batch, nil)
	}}}
	got := rowsOfParquet(t, printed(t, Parquet, 0, rows))
	if !strings.Contains(got, `\"months\":1`) || !strings.Contains(got, `"word":"w"`) || !strings.Contains(got, `{"none":null,"span":null,"word":null}`) {
		t.Errorf("read %s", got)
	}
}

func TestParquetHasAnObjectAsARow(t *testing.T) {
	var out bytes.Buffer
	if err := (Printer{Out: &out, Format: Parquet}).Object(Object{Fields: []Field{{"table", "events"}, {"rows", int64(7)}}}); err != nil {
		t.Fatal(err)
	}
	if got, want := rowsOfParquet(t, out.String()), `[{"rows":7,"table":"events"}`+"\n]"; got != want {
		t.Errorf("read %s, want %s", got, want)
	}
}
