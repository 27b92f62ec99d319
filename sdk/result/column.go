package result

import (
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

func texts(name string, values []string) column {
	builder := array.NewStringBuilder(memory.DefaultAllocator)
	builder.AppendValues(values, nil)
	return columnOf(name, false, builder)
}

func integers(name string, values []int64) column {
	builder := array.NewInt64Builder(memory.DefaultAllocator)
	builder.AppendValues(values, nil)
	return columnOf(name, false, builder)
}

func floats(name string, values []float64) column {
	builder := array.NewFloat64Builder(memory.DefaultAllocator)
	builder.AppendValues(values, nil)
	return columnOf(name, false, builder)
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

func booleans(name string, values []bool) column {
	builder := array.NewBooleanBuilder(memory.DefaultAllocator)
	builder.AppendValues(values, nil)
	return columnOf(name, false, builder)
}
