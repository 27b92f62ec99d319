package result

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// column is a named array on its way into a batch.
type column struct {
	arrow.Field

	values arrow.Array
}

// batchOf puts columns of one length beside each other.
func batchOf(rows int, columns ...column) arrow.RecordBatch {
	fields, arrays := make([]arrow.Field, len(columns)), make([]arrow.Array, len(columns))
	for i, c := range columns {
		fields[i], arrays[i] = c.Field, c.values
	}
	batch := array.NewRecordBatch(arrow.NewSchema(fields, nil), arrays, int64(rows))
	for _, values := range arrays {
		// The batch has retained them.
		values.Release()
	}
	return batch
}

// columnOf takes what a builder has built.
func columnOf(name string, nullable bool, builder array.Builder) column {
	defer builder.Release()
	return column{arrow.Field{Name: name, Type: builder.Type(), Nullable: nullable}, builder.NewArray()}
}

// builderOf is an Arrow builder that takes values of one Go type.
type builderOf[Value any] interface {
	array.Builder
	Append(value Value)
	AppendValues(values []Value, valid []bool)
}

// full is a column in which every row has a value.
func full[Value any](name string, builder builderOf[Value], values []Value) column {
	builder.AppendValues(values, nil)
	return columnOf(name, false, builder)
}

func texts(name string, values []string) column {
	return full(name, array.NewStringBuilder(memory.DefaultAllocator), values)
}

func integers(name string, values []int64) column {
	return full(name, array.NewInt64Builder(memory.DefaultAllocator), values)
}

func floats(name string, values []float64) column {
	return full(name, array.NewFloat64Builder(memory.DefaultAllocator), values)
}

func booleans(name string, values []bool) column {
	return full(name, array.NewBooleanBuilder(memory.DefaultAllocator), values)
}

// times is a column of moments in UTC.
func times(name string, unit arrow.TimeUnit, values []time.Time) column {
	return full(name, newTimes(unit), each(values, func(at time.Time) arrow.Timestamp { return timestamp(at, unit) }))
}

func newTimes(unit arrow.TimeUnit) *array.TimestampBuilder {
	return array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: unit, TimeZone: "UTC"})
}

func timestamp(at time.Time, unit arrow.TimeUnit) arrow.Timestamp {
	stamp, _ := arrow.TimestampFromTime(at, unit) // it refuses nothing but a unit that is none
	return stamp
}

// amounts is a column of int64 where all values are whole, and else of float64.
func amounts(name string, values []float64) column {
	whole := make([]int64, len(values))
	for i, value := range values {
		if whole[i] = int64(value); float64(whole[i]) != value {
			return floats(name, values)
		}
	}
	return integers(name, whole)
}
