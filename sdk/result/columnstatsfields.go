package result

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// TopValue is a frequent value of a column. Its JSON is the array [value, count].
type TopValue struct {
	// Value is the value as text.
	Value string
	// Count is how many rows have it.
	Count int64
}

// ColumnStatsFields are the parts that [NewColumnStats] makes a ColumnStatsResult from.
type ColumnStatsFields struct {
	// Table is the table. Required.
	Table string
	// Column is the column or expression as it was asked for. Required.
	Column string
	// Dtype is the engine's name of its type. Required.
	Dtype string
	// Count and NullCount are the rows with and without a value, and UniqueCount the different values.
	Count, NullCount, UniqueCount int64
	// Numeric says that the values are numbers.
	Numeric bool
	// Min and Max are the least and the greatest number as text; nil unless Numeric.
	Min, Max *string
	// Mean and Std are mean and standard deviation; nil unless Numeric.
	Mean, Std *float64
	// TopValues are the most frequent values, the most frequent first.
	TopValues []TopValue
}

func (f ColumnStatsFields) check() error {
	err := cmp.Or(checkName("table", f.Table), checkName("column", f.Column), checkName("dtype", f.Dtype),
		checkCount("count", f.Count), checkCount("null_count", f.NullCount), checkCount("unique_count", f.UniqueCount),
		checkSome("min", f.Min, checkText), checkSome("max", f.Max, checkText),
		checkSome("mean", f.Mean, checkFinite), checkSome("std", f.Std, checkFinite))
	if f.UniqueCount > f.Count {
		err = cmp.Or(err, refuse("unique_count", strconv.FormatInt(f.UniqueCount, 10), "must not be more than count"))
	}
	for i, top := range f.TopValues {
		place := fmt.Sprintf("top_values[%d]", i)
		err = cmp.Or(err, checkText(place, top.Value), checkCount(place, top.Count))
	}
	return err
}

func (f ColumnStatsFields) clone() ColumnStatsFields {
	f.Min, f.Max, f.Mean, f.Std = copied(f.Min), copied(f.Max), copied(f.Mean), copied(f.Std)
	f.TopValues = slices.Clone(f.TopValues)
	return f
}

// value is a frequent value as JSON has it.
func (f ColumnStatsFields) value(text string) any {
	if f.Dtype == "BOOLEAN" && (text == "true" || text == "false") {
		return text == "true"
	}
	return valueOf(&text, f.Numeric)
}
