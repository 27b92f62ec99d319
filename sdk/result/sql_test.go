package result_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/extensions"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
)

// sqlSchema has what an answer in SQL is mostly made of.
func sqlSchema(t *testing.T) *arrow.Schema {
	t.Helper()
	document, err := extensions.NewJSONType(arrow.BinaryTypes.String)
	if err != nil {
		t.Fatal(err)
	}
	return arrow.NewSchema([]arrow.Field{
		{Name: "event_name", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "count_star()", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
		{Name: "sum(n)", Type: &arrow.Decimal128Type{Precision: 38}, Nullable: true},
		{Name: "rate", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "event_time", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, Nullable: true},
		{Name: "properties", Type: document, Nullable: true},
		{Name: "rate", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
	}, nil)
}

// sqlBatch is rows of sqlSchema: as many as counts.
func sqlBatch(t *testing.T, counts ...int64) arrow.RecordBatch {
	t.Helper()
	builder := array.NewRecordBuilder(memory.DefaultAllocator, sqlSchema(t))
	for _, n := range counts {
		builder.Field(0).(*array.StringBuilder).Append("<Buy> 日本")
		builder.Field(1).(*array.Int64Builder).Append(n)
		if err := builder.Field(2).AppendValueFromString("170141183460469231731687303715884105"); err != nil {
			t.Fatal(err)
		}
		builder.Field(3).(*array.Float64Builder).Append(math.Inf(int(n)))
		builder.Field(4).(*array.TimestampBuilder).AppendTime(time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC))
		if err := builder.Field(5).AppendValueFromString(`{"z":9007199254740993,"a":1.0,"a":2}`); err != nil {
			t.Fatal(err)
		}
		builder.Field(6).AppendNull()
	}
	return builder.NewRecordBatch()
}

// sqlSamples is an answer of two batches and one without any.
func sqlSamples(t *testing.T) map[string]result.Result {
	t.Helper()
	whole, err := result.NewSQL(result.SQLFields{
		Schema: sqlSchema(t), Batches: []arrow.RecordBatch{sqlBatch(t, 9007199254740993), sqlBatch(t, -1, 2)},
	})
	empty, emptyErr := result.NewSQL(result.SQLFields{Schema: sqlSchema(t)})
	return map[string]result.Result{"sql": must(t, whole, err), "sql_empty": must(t, empty, emptyErr)}
}

func TestRowsOfSQLAreValuesOfGo(t *testing.T) {
	one, err := result.NewSQL(result.SQLFields{Schema: sqlSchema(t), Batches: []arrow.RecordBatch{sqlBatch(t, 7)}})
	rows := must(t, one, err).Rows()
	want := [][]any{{
		"<Buy> 日本", int64(7), json.Number("170141183460469231731687303715884105"), math.Inf(1),
		time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), json.RawMessage(`{"z":9007199254740993,"a":1.0,"a":2}`), nil,
	}}
	if diff := cmp.Diff(want, rows); diff != "" || one.RowCount() != 1 {
		t.Errorf("%d rows:\n%s", one.RowCount(), diff)
	}
	rows[0][1], one.Columns()[0] = 99, "x"
	if one.Rows()[0][1] != int64(7) || one.Columns()[0] != "event_name" {
		t.Error("who changes what came out changes the answer")
	}
}

func TestSQLOutlivesTheBatchesItWasMadeOf(t *testing.T) {
	memory := memory.NewCheckedAllocator(memory.DefaultAllocator)
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	var batches []arrow.RecordBatch
	for _, rows := range []string{`[{"n":1}]`, `[{"n":2}]`} {
		batch, _, err := array.RecordFromJSON(memory, schema, strings.NewReader(rows))
		if err != nil {
			t.Fatal(err)
		}
		batches = append(batches, batch)
	}
	answer, err := result.NewSQL(result.SQLFields{Schema: schema, Batches: batches})
	for _, batch := range batches {
		batch.Release()
	}
	memory.AssertSize(t, 0)
	if diff := cmp.Diff([][]any{{int64(1)}, {int64(2)}}, must(t, answer, err).Rows()); diff != "" {
		t.Error(diff)
	}
}

func TestSQLIsRefused(t *testing.T) {
	made, err := result.NewSQL(result.SQLFields{})
	wantRefusal(t, made, err, "schema")
	other := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	made, err = result.NewSQL(result.SQLFields{Schema: other, Batches: []arrow.RecordBatch{sqlBatch(t, 1)}})
	wantRefusal(t, made, err, "batches[0]")
	made, err = result.NewSQL(result.SQLFields{Schema: arrow.NewSchema([]arrow.Field{{Name: "\xff", Type: arrow.Null}}, nil)})
	wantRefusal(t, made, err, "columns[0]")
}
