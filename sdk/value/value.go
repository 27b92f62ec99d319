package value

import (
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	_ "github.com/apache/arrow-go/v18/arrow/extensions" // or a program without it would read JSON as text
)

// Of is one value as Go has it; the package text says of which type.
func Of(column arrow.Array, i int) any { return read(column, i, plain) }

// JSON is one value as encoding/json writes it exactly; the package text says in which form.
func JSON(column arrow.Array, i int) any { return read(column, i, written) }

// leaf reads a value that is not made of others and not null.
type leaf func(column arrow.Array, i int) any

func read(column arrow.Array, i int, leaf leaf) any {
	if column.IsNull(i) {
		return nil
	}
	switch c := column.(type) {
	case array.ExtensionArray:
		return extension(c, i, leaf)
	case *array.Map:
		return entries(c, i, leaf)
	case array.ListLike:
		start, end := c.ValueOffsets(i)
		return list(c.ListValues(), int(start), int(end), leaf)
	case *array.Struct:
		return structure(c, i, leaf)
	case *array.Dictionary:
		return read(c.Dictionary(), c.GetValueIndex(i), leaf)
	case *array.RunEndEncoded:
		return read(c.Values(), c.GetPhysicalIndex(i), leaf)
	case *array.SparseUnion:
		return read(c.Field(c.ChildID(i)), i, leaf)
	case *array.DenseUnion:
		return read(c.Field(c.ChildID(i)), int(c.ValueOffset(i)), leaf)
	}
	return leaf(column, i)
}

// plain is the leaf of [Of].
func plain(column arrow.Array, i int) any {
	switch c := column.(type) {
	case array.StringLike:
		return strings.Clone(c.Value(i))
	case interface{ Value(i int) []byte }:
		return slices.Clone(c.Value(i))
	case *array.Float64:
		return c.Value(i)
	case *array.Float32:
		return c.Value(i)
	case *array.Float16:
		return c.Value(i).Float32()
	case *array.Timestamp:
		kind, _ := c.DataType().(*arrow.TimestampType)
		return c.Value(i).ToTime(kind.Unit)
	case *array.Date32:
		return c.Value(i).ToTime()
	case *array.Date64:
		return c.Value(i).ToTime()
	case *array.Time32:
		return sinceMidnight(int64(c.Value(i)), c.DataType())
	case *array.Time64:
		return sinceMidnight(int64(c.Value(i)), c.DataType())
	}
	if number, ok := integerAt(column, i); ok {
		return number
	}
	if number, ok := decimalAt(column, i); ok {
		return number
	}
	return column.GetOneForMarshal(i)
}

// written is the leaf of [JSON]: where it differs from Go's values, and those.
func written(column arrow.Array, i int) any {
	switch c := column.(type) {
	case array.StringLike:
		return strings.Clone(c.Value(i))
	case interface{ Value(i int) []byte }:
		return hex.EncodeToString(c.Value(i))
	case *array.Float64:
		return float(c.Value(i), 64)
	case *array.Float32:
		return float(float64(c.Value(i)), 32)
	case *array.Float16:
		return float(float64(c.Value(i).Float32()), 32)
	case *array.Timestamp:
		return instant(c, i)
	case *array.Date32, *array.Date64, *array.Time32, *array.Time64:
		return column.ValueStr(i)
	}
	return plain(column, i)
}

// instant ends in Z where the column has a zone; a column without one is wall-clock time.
func instant(column *array.Timestamp, i int) string {
	kind, _ := column.DataType().(*arrow.TimestampType)
	at := column.Value(i).ToTime(kind.Unit)
	if kind.TimeZone == "" {
		return at.Format("2006-01-02T15:04:05.999999999")
	}
	return at.Format(time.RFC3339Nano)
}

func sinceMidnight(n int64, kind arrow.DataType) time.Duration {
	unit, _ := kind.(arrow.TemporalWithUnit)
	return time.Duration(n) * unit.TimeUnit().Multiplier()
}

// extension is JSON as JSON, and any other extension type as what it is stored as.
func extension(column array.ExtensionArray, i int, leaf leaf) any {
	name := column.ExtensionType().ExtensionName()
	if name == "arrow.uuid" {
		return column.ValueStr(i)
	}
	value := read(column.Storage(), i, leaf)
	if text, isText := value.(string); isText && name == "arrow.json" && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return value
}
