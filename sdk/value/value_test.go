package value_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/extensions"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/value"
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
		values[i] = value.JSON(column, i)
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
	point := arrow.StructOf(arrow.Field{Name: "z", Type: utc, Nullable: true}, arrow.Field{Name: "a", Type: cents, Nullable: true})
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
		{cents, `["1.10", "-0.05", "0"]`, `[1.10,-0.05,0.00]`},
		{&arrow.Decimal32Type{Precision: 4, Scale: 1}, `["1.5"]`, `[1.5]`},
		{&arrow.Decimal64Type{Precision: 12, Scale: 1}, `["-1.5"]`, `[-1.5]`},
		{&arrow.Decimal256Type{Precision: 50, Scale: 0}, `["12345678901234567890123456789012345678901234567890"]`, `[12345678901234567890123456789012345678901234567890]`},
		{arrow.ListOf(cents), `[["1.10", null], [], null]`, `[[1.10,null],[],null]`},
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

// cents are decimals of two places.
var cents = &arrow.Decimal128Type{Precision: 9, Scale: 2}

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
	builder := array.NewFloat64Builder(memory.DefaultAllocator)
	builder.AppendValues([]float64{math.NaN(), math.Inf(1), math.Inf(-1)}, nil)
	column := builder.NewArray()
	if got, want := shown(t, column), `["NaN","+Inf","-Inf"]`; got != want {
		t.Errorf("JSON gives %s, want %s", got, want)
	}
	if got, ok := value.Of(column, 1).(float64); !ok || !math.IsInf(got, 1) {
		t.Errorf("Of gives %v, want the infinity", value.Of(column, 1))
	}
}

func TestDecimalKeepsEveryDigit(t *testing.T) {
	huge, _ := new(big.Int).SetString("-170141183460469231731687303715884105727", 10)
	for _, tt := range []struct {
		digits *big.Int
		scale  int32
		want   json.Number
	}{
		{huge, 0, "-170141183460469231731687303715884105727"},
		{huge, 38, "-1.70141183460469231731687303715884105727"},
		{huge, 40, "-0.0170141183460469231731687303715884105727"},
		{big.NewInt(5), 2, "0.05"},
		{big.NewInt(0), 2, "0.00"},
		{big.NewInt(12), -3, "12000"},
		{big.NewInt(0), -3, "0"},
	} {
		builder := array.NewDecimal128Builder(memory.DefaultAllocator, &arrow.Decimal128Type{Precision: 38, Scale: tt.scale})
		builder.Append(decimal128.FromBigInt(tt.digits))
		column := builder.NewArray()
		if of, written := value.Of(column, 0), value.JSON(column, 0); of != tt.want || written != tt.want {
			t.Errorf("%s with scale %d is %v, and %v as JSON; want %s", tt.digits, tt.scale, of, written, tt.want)
		}
	}
}

func TestGoValuesOfEachArrowType(t *testing.T) {
	utc, naive := &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "Europe/Lisbon"}, &arrow.TimestampType{Unit: arrow.Second}
	document, err := extensions.NewJSONType(arrow.BinaryTypes.String)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, tt := range []struct {
		kind arrow.DataType
		in   string
		want []any
	}{
		{arrow.Null, `[null]`, []any{nil}},
		{arrow.FixedWidthTypes.Boolean, `[true, null]`, []any{true, nil}},
		{arrow.PrimitiveTypes.Int8, `[-128]`, []any{int64(-128)}},
		{arrow.PrimitiveTypes.Int16, `[-3]`, []any{int64(-3)}},
		{arrow.PrimitiveTypes.Int32, `[-3, null]`, []any{int64(-3), nil}},
		{arrow.PrimitiveTypes.Int64, `[-9007199254740993]`, []any{int64(-9007199254740993)}},
		{arrow.PrimitiveTypes.Uint8, `[255]`, []any{uint64(255)}},
		{arrow.PrimitiveTypes.Uint16, `[7]`, []any{uint64(7)}},
		{arrow.PrimitiveTypes.Uint32, `[7]`, []any{uint64(7)}},
		{arrow.PrimitiveTypes.Uint64, `[18446744073709551615]`, []any{uint64(math.MaxUint64)}},
		{arrow.FixedWidthTypes.Float16, `[1.5]`, []any{float32(1.5)}},
		{arrow.PrimitiveTypes.Float32, `[0.1]`, []any{float32(0.1)}},
		{arrow.PrimitiveTypes.Float64, `[0.1, 1e21]`, []any{0.1, 1e21}},
		{arrow.BinaryTypes.String, `["naïve", ""]`, []any{"naïve", ""}},
		{arrow.BinaryTypes.StringView, `["a text of more than twelve bytes"]`, []any{"a text of more than twelve bytes"}},
		{arrow.BinaryTypes.Binary, `["AP8="]`, []any{[]byte{0, 0xff}}},
		{&arrow.FixedSizeBinaryType{ByteWidth: 2}, `["AP8="]`, []any{[]byte{0, 0xff}}},
		{utc, `["2026-01-02 03:04:05", null]`, []any{at, nil}},
		{naive, `["2026-01-02 03:04:05"]`, []any{at}},
		{arrow.FixedWidthTypes.Date32, `["2026-01-02"]`, []any{time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}},
		{arrow.FixedWidthTypes.Date64, `["2026-01-02"]`, []any{time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}},
		{arrow.FixedWidthTypes.Time32s, `["03:04:05"]`, []any{3*time.Hour + 4*time.Minute + 5*time.Second}},
		{arrow.FixedWidthTypes.Time64us, `["00:00:00.000006"]`, []any{6 * time.Microsecond}},
		{cents, `["1.10"]`, []any{json.Number("1.10")}},
		{arrow.ListOf(naive), `[["2026-01-02 03:04:05", null], [], null]`, []any{[]any{at, nil}, []any{}, nil}},
		{arrow.StructOf(arrow.Field{Name: "z", Type: naive}, arrow.Field{Name: "a", Type: arrow.PrimitiveTypes.Int8}),
			`[{"z": "2026-01-02 03:04:05", "a": 1}]`, []any{value.Object{{Name: "z", Value: at}, {Name: "a", Value: int64(1)}}}},
		{arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64), `[[{"key": "z", "value": 1}], []]`,
			[]any{value.Object{{Name: "z", Value: int64(1)}}, value.Object{}}},
		{arrow.MapOf(naive, arrow.BinaryTypes.String), `[[{"key": "2026-01-02 03:04:05", "value": "x"}]]`, []any{[]any{[]any{at, "x"}}}},
		{document, `["{\"z\":1.0,\"a\":9007199254740993}", "no JSON"]`, []any{json.RawMessage(`{"z":1.0,"a":9007199254740993}`), "no JSON"}},
	} {
		column := arrayOf(t, tt.kind, tt.in)
		got := make([]any, column.Len())
		for i := range got {
			got[i] = value.Of(column, i)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s:\n%s", tt.kind, diff)
		}
	}
}

func TestFieldsAreFoundByName(t *testing.T) {
	object := value.Object{{Name: "a", Value: 1}, {Name: "a", Value: 2}}
	if got, ok := object.Get("a"); !ok || got != 1 {
		t.Errorf("Get(a) = %v, %v; want the first", got, ok)
	}
	if got, ok := object.Get("b"); ok || got != nil {
		t.Errorf("Get(b) = %v, %v; want none", got, ok)
	}
}

func TestAnObjectWithWhatJSONLacksIsAnError(t *testing.T) {
	if got, err := json.Marshal(value.Object{{Name: "f", Value: math.NaN()}}); err == nil {
		t.Errorf("encoded as %s", got)
	}
}

func TestValuesShareNoMemoryWithTheirBatch(t *testing.T) {
	for _, read := range []func(arrow.Array, int) any{value.Of, value.JSON} {
		column := arrayOf(t, arrow.BinaryTypes.String, `["kept after the batch is gone"]`).(*array.String)
		if unsafe.StringData(read(column, 0).(string)) == unsafe.StringData(column.Value(0)) {
			t.Error("the value points into the batch, whose memory is another's after the next one")
		}
	}
	bytes := arrayOf(t, arrow.BinaryTypes.Binary, `["AP8="]`).(*array.Binary)
	value.Of(bytes, 0).([]byte)[0] = 9
	if bytes.Value(0)[0] != 0 {
		t.Error("who changes the value changes the batch")
	}
}
