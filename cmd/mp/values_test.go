package main

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/extensions"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

// arrayOf reads values of a type from JSON as Arrow writes it.
func arrayOf(t *testing.T, kind arrow.DataType, values string) arrow.Array {
	t.Helper()
	out, _, err := array.FromJSON(memory.DefaultAllocator, kind, strings.NewReader(values), array.WithUseNumber())
	if err != nil {
		t.Fatalf("%s from %s: %v", kind, values, err)
	}
	return out
}

// shown is a column as a JSON array of its values.
func shown(t *testing.T, column arrow.Array) string {
	t.Helper()
	values := make([]any, column.Len())
	for i := range values {
		values[i] = valueAt(column, i)
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(values); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out.String())
}

func TestValuesOfEachArrowType(t *testing.T) {
	utc, naive := &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Europe/Lisbon"}, &arrow.TimestampType{Unit: arrow.Nanosecond}
	point := arrow.StructOf(arrow.Field{Name: "z", Type: utc, Nullable: true}, arrow.Field{Name: "a", Type: decimals(9, 2), Nullable: true})
	for _, tt := range []struct {
		kind     arrow.DataType
		in, want string
	}{
		{arrow.Null, `[null]`, `[null]`},
		{arrow.FixedWidthTypes.Boolean, `[true, null, false]`, `[true,null,false]`},
		{arrow.PrimitiveTypes.Int8, `[-128]`, `[-128]`},
		{arrow.PrimitiveTypes.Int64, `[9007199254740993, null]`, `[9007199254740993,null]`},
		{arrow.PrimitiveTypes.Uint64, `[18446744073709551615]`, `[18446744073709551615]`},
		{arrow.PrimitiveTypes.Float32, `[0.1]`, `[0.1]`},
		{arrow.PrimitiveTypes.Float64, `[1234567.5, 0.1, 1e20, 1e21, 1e-7, -0.5, 0]`, `[1234567.5,0.1,100000000000000000000,1e+21,1e-07,-0.5,0]`},
		{arrow.FixedWidthTypes.Float16, `[1.5]`, `[1.5]`},
		{arrow.BinaryTypes.String, `["naïve <b>", "", null]`, `["naïve <b>","",null]`},
		{arrow.BinaryTypes.LargeString, `["x"]`, `["x"]`},
		{arrow.BinaryTypes.StringView, `["a text of more than twelve bytes"]`, `["a text of more than twelve bytes"]`},
		{arrow.BinaryTypes.Binary, `["AP8="]`, `["00ff"]`},
		{arrow.BinaryTypes.LargeBinary, `["AP8="]`, `["00ff"]`},
		{&arrow.FixedSizeBinaryType{ByteWidth: 2}, `["AP8="]`, `["00ff"]`},
		{arrow.FixedWidthTypes.Date32, `["2026-01-02"]`, `["2026-01-02"]`},
		{arrow.FixedWidthTypes.Date64, `["2026-01-02"]`, `["2026-01-02"]`},
		{arrow.FixedWidthTypes.Time64us, `["03:04:05.000006"]`, `["03:04:05.000006"]`},
		{utc, `["2026-01-02 03:04:05.5", null]`, `["2026-01-02T03:04:05.5Z",null]`},
		{naive, `["2026-01-02 03:04:05"]`, `["2026-01-02T03:04:05"]`},
		{decimals(9, 2), `["1.10", "-0.05", "0"]`, `[1.10,-0.05,0.00]`},
		{&arrow.Decimal32Type{Precision: 4, Scale: 1}, `["1.5"]`, `[1.5]`},
		{&arrow.Decimal64Type{Precision: 12, Scale: 1}, `["-1.5"]`, `[-1.5]`},
		{&arrow.Decimal256Type{Precision: 50, Scale: 0}, `["12345678901234567890123456789012345678901234567890"]`, `[12345678901234567890123456789012345678901234567890]`},
		{arrow.ListOf(decimals(9, 2)), `[["1.10", null], [], null]`, `[[1.10,null],[],null]`},
		{arrow.LargeListOf(arrow.BinaryTypes.String), `[["a"]]`, `[["a"]]`},
		{arrow.FixedSizeListOf(2, arrow.PrimitiveTypes.Int64), `[[1, 2]]`, `[[1,2]]`},
		{point, `[{"z": "2026-01-02 03:04:05", "a": "1.10"}, null]`, `[{"z":"2026-01-02T03:04:05Z","a":1.10},null]`},
		{arrow.MapOf(arrow.BinaryTypes.String, utc), `[[{"key": "z", "value": "2026-01-02 03:04:05"}, {"key": "a", "value": null}], []]`,
			`[{"z":"2026-01-02T03:04:05Z","a":null},{}]`},
		{arrow.MapOf(arrow.PrimitiveTypes.Int64, arrow.BinaryTypes.String), `[[{"key": 7, "value": "x"}]]`, `[[[7,"x"]]]`},
		{&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, `["b", "a", null, "b"]`, `["b","a",null,"b"]`},
		{arrow.FixedWidthTypes.MonthDayNanoInterval, `[{"months": 1, "days": 2, "nanoseconds": 3}]`, `[{"months":1,"days":2,"nanoseconds":3}]`},
	} {
		if diff := cmp.Diff(tt.want, shown(t, arrayOf(t, tt.kind, tt.in))); diff != "" {
			t.Errorf("%s:\n%s", tt.kind, diff)
		}
	}
}

func decimals(precision, scale int32) arrow.DataType {
	return &arrow.Decimal128Type{Precision: precision, Scale: scale}
}

func TestValuesOfUnionsAndRuns(t *testing.T) {
	text, number := arrayOf(t, arrow.BinaryTypes.String, `["x", "y"]`), arrayOf(t, arrow.PrimitiveTypes.Int64, `[7, null]`)
	sparse, err := array.NewSparseUnionFromArrays(arrayOf(t, arrow.PrimitiveTypes.Int8, `[0, 1]`), []arrow.Array{text, number})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(t, sparse), `["x",null]`; got != want {
		t.Errorf("sparse union = %s, want %s", got, want)
	}
	dense, err := array.NewDenseUnionFromArrays(arrayOf(t, arrow.PrimitiveTypes.Int8, `[1, 0, 0]`),
		arrayOf(t, arrow.PrimitiveTypes.Int32, `[0, 1, 0]`), []arrow.Array{text, number})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(t, dense), `[7,"y","x"]`; got != want {
		t.Errorf("dense union = %s, want %s", got, want)
	}
	runs := array.NewRunEndEncodedArray(arrayOf(t, arrow.PrimitiveTypes.Int32, `[2, 3]`), text, 3, 0)
	if got, want := shown(t, runs), `["x","x","y"]`; got != want {
		t.Errorf("runs = %s, want %s", got, want)
	}
}

func TestValuesOfExtensionTypes(t *testing.T) {
	kind, err := extensions.NewJSONType(arrow.BinaryTypes.String)
	if err != nil {
		t.Fatal(err)
	}
	documents := arrayOf(t, arrow.BinaryTypes.String, `["{\"big\":9007199254740993,\"z\":1.0,\"a\":1,\"a\":2}", "no JSON", null]`)
	if got, want := shown(t, array.NewExtensionArrayWithStorage(kind, documents)), `[{"big":9007199254740993,"z":1.0,"a":1,"a":2},"no JSON",null]`; got != want {
		t.Errorf("JSON = %s, want %s", got, want)
	}
	builder := extensions.NewUUIDBuilder(memory.DefaultAllocator)
	if err := builder.AppendValueFromString("00010203-0405-0607-0809-0a0b0c0d0e0f"); err != nil {
		t.Fatal(err)
	}
	if got, want := shown(t, builder.NewArray()), `["00010203-0405-0607-0809-0a0b0c0d0e0f"]`; got != want {
		t.Errorf("UUID = %s, want %s", got, want)
	}
}

func TestFloatsThatJSONHasNoNumberForAreText(t *testing.T) {
	for value, want := range map[float64]any{math.NaN(): "NaN", math.Inf(1): "+Inf", math.Inf(-1): "-Inf"} {
		if got := float(value, 64); got != want {
			t.Errorf("float(%v) = %v, want %v", value, got, want)
		}
	}
}

func TestDecimalKeepsEveryDigit(t *testing.T) {
	huge, _ := new(big.Int).SetString("-170141183460469231731687303715884105728", 10)
	for _, tt := range []struct {
		digits *big.Int
		scale  int
		want   json.Number
	}{
		{huge, 0, "-170141183460469231731687303715884105728"},
		{huge, 38, "-1.70141183460469231731687303715884105728"},
		{huge, 40, "-0.0170141183460469231731687303715884105728"},
		{big.NewInt(5), 2, "0.05"},
		{big.NewInt(0), 2, "0.00"},
		{big.NewInt(12), -3, "12000"},
		{big.NewInt(0), -3, "0"},
	} {
		if got := decimal(tt.digits, tt.scale); got != tt.want {
			t.Errorf("decimal(%s, %d) = %s, want %s", tt.digits, tt.scale, got, tt.want)
		}
	}
}

func TestValuesShareNoMemoryWithTheirBatch(t *testing.T) {
	column := arrayOf(t, arrow.BinaryTypes.String, `["kept after the batch is gone"]`).(*array.String)
	value := valueAt(column, 0).(string)
	if unsafe.StringData(value) == unsafe.StringData(column.Value(0)) {
		t.Error("the value points into the batch, whose memory is another's after the next one")
	}
}
