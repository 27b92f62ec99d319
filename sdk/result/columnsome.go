package result

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// some is a column in which nil is null.
func some[Value any](name string, builder builderOf[Value], values []*Value) column {
	for _, value := range values {
		if value == nil {
			builder.AppendNull()
			continue
		}
		builder.Append(*value)
	}
	return columnOf(name, true, builder)
}

func someTexts(name string, values []*string) column {
	return some(name, array.NewStringBuilder(memory.DefaultAllocator), values)
}

func someIntegers(name string, values []*int64) column {
	return some(name, array.NewInt64Builder(memory.DefaultAllocator), values)
}

func someFloats(name string, values []*float64) column {
	return some(name, array.NewFloat64Builder(memory.DefaultAllocator), values)
}

// someTimes is a column of moments in UTC, in which the zero time is null.
func someTimes(name string, unit arrow.TimeUnit, values []time.Time) column {
	return some(name, newTimes(unit), each(values, func(at time.Time) *arrow.Timestamp {
		if at.IsZero() {
			return nil
		}
		return new(timestamp(at, unit))
	}))
}

// across is the value of each row at a place, nil where a row is shorter.
func across[Value any](rows [][]Value, place int) []*Value {
	return each(rows, func(row []Value) *Value {
		if place < len(row) {
			return &row[place]
		}
		return nil
	})
}

// longest is the length of the longest row.
func longest[Value any](rows [][]Value) (length int) {
	for _, row := range rows {
		length = max(length, len(row))
	}
	return length
}
