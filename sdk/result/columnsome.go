package result

import (
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// someTexts is a column in which nil is null.
func someTexts(name string, values []*string) column {
	builder := array.NewStringBuilder(memory.DefaultAllocator)
	for _, value := range values {
		if value == nil {
			builder.AppendNull()
			continue
		}
		builder.Append(*value)
	}
	return columnOf(name, true, builder)
}

// someFloats is a column in which nil is null.
func someFloats(name string, values []*float64) column {
	builder := array.NewFloat64Builder(memory.DefaultAllocator)
	for _, value := range values {
		if value == nil {
			builder.AppendNull()
			continue
		}
		builder.Append(*value)
	}
	return columnOf(name, true, builder)
}

// someIntegers is a column in which nil is null.
func someIntegers(name string, values []*int64) column {
	builder := array.NewInt64Builder(memory.DefaultAllocator)
	for _, value := range values {
		if value == nil {
			builder.AppendNull()
			continue
		}
		builder.Append(*value)
	}
	return columnOf(name, true, builder)
}

// times is a column of moments in UTC, in which the zero time is null.
func times(name string, unit arrow.TimeUnit, values []time.Time) column {
	kind := &arrow.TimestampType{Unit: unit, TimeZone: "UTC"}
	builder := array.NewTimestampBuilder(memory.DefaultAllocator, kind)
	for _, value := range values {
		if value.IsZero() {
			builder.AppendNull()
			continue
		}
		builder.AppendTime(value)
	}
	return columnOf(name, true, builder)
}
