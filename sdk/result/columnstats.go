package result

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
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

// ColumnStatsResult is what one column of a stored table holds, or an expression over its columns.
type ColumnStatsResult struct {
	fields ColumnStatsFields
	table  lazyTable
}

// NewColumnStats validates and copies the fields; see the package text for the error.
func NewColumnStats(f ColumnStatsFields) (*ColumnStatsResult, error) {
	err := cmp.Or(checkName("table", f.Table), checkName("column", f.Column), checkText("column", f.Column), checkName("dtype", f.Dtype),
		checkCount("count", f.Count), checkCount("null_count", f.NullCount), checkCount("unique_count", f.UniqueCount))
	if f.UniqueCount > f.Count {
		err = cmp.Or(err, refuse("unique_count", strconv.FormatInt(f.UniqueCount, 10), "must not be more than count"))
	}
	for name, text := range map[string]*string{"min": f.Min, "max": f.Max} {
		if text != nil {
			err = cmp.Or(err, checkText(name, *text))
		}
	}
	for name, number := range map[string]*float64{"mean": f.Mean, "std": f.Std} {
		if number != nil {
			err = cmp.Or(err, checkFinite(name, *number))
		}
	}
	for i, top := range f.TopValues {
		place := fmt.Sprintf("top_values[%d]", i)
		err = cmp.Or(err, checkText(place, top.Value), checkCount(place, top.Count))
	}
	if err != nil {
		return nil, err
	}
	f.Min, f.Max, f.Mean, f.Std = copied(f.Min), copied(f.Max), copied(f.Mean), copied(f.Std)
	f.TopValues = slices.Clone(f.TopValues)
	return &ColumnStatsResult{fields: f}, nil
}

// Fields are the parts of the answer; nothing in them is shared with it.
func (r *ColumnStatsResult) Fields() ColumnStatsFields {
	f := r.fields
	f.Min, f.Max, f.Mean, f.Std = copied(f.Min), copied(f.Max), copied(f.Mean), copied(f.Std)
	f.TopValues = slices.Clone(f.TopValues)
	return f
}

// NullPct is the share of rows without a value, 0 to 100; 0 where there are no rows.
func (r *ColumnStatsResult) NullPct() float64 {
	return percentage(r.fields.NullCount, r.fields.Count+r.fields.NullCount)
}

// UniquePct is the share of different values among the rows with a value, 0 to 100; 0 where there are none.
func (r *ColumnStatsResult) UniquePct() float64 {
	return percentage(r.fields.UniqueCount, r.fields.Count)
}

func percentage(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// MarshalJSON has the keys table, column, dtype, count, null_count, null_pct, unique_count, unique_pct, top_values
// ([[value, count]]), min, max, mean and std. Numbers are numbers with all their digits, booleans true and false, and other
// values texts.
func (r *ColumnStatsResult) MarshalJSON() ([]byte, error) {
	f := r.fields
	return encode(struct {
		Table       string   `json:"table"`
		Column      string   `json:"column"`
		Dtype       string   `json:"dtype"`
		Count       int64    `json:"count"`
		NullCount   int64    `json:"null_count"`
		NullPct     float64  `json:"null_pct"`
		UniqueCount int64    `json:"unique_count"`
		UniquePct   float64  `json:"unique_pct"`
		TopValues   [][2]any `json:"top_values"`
		Min         any      `json:"min"`
		Max         any      `json:"max"`
		Mean        *float64 `json:"mean"`
		Std         *float64 `json:"std"`
	}{
		f.Table, f.Column, f.Dtype, f.Count, f.NullCount, r.NullPct(), f.UniqueCount, r.UniquePct(),
		each(f.TopValues, func(top TopValue) [2]any { return [2]any{f.value(top.Value), top.Count} }),
		valueOf(f.Min, f.Numeric), valueOf(f.Max, f.Numeric), f.Mean, f.Std,
	})
}

// value is a frequent value as JSON has it.
func (f ColumnStatsFields) value(text string) any {
	if f.Dtype == "BOOLEAN" && (text == "true" || text == "false") {
		return text == "true"
	}
	return valueOf(&text, f.Numeric)
}

// Table has a row for each frequent value: value, count and pct, its share of the rows with a value.
func (r *ColumnStatsResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *ColumnStatsResult) buildTable() arrow.RecordBatch {
	all := r.fields.TopValues
	return batchOf(len(all),
		texts("value", each(all, func(v TopValue) string { return v.Value })),
		integers("count", each(all, func(v TopValue) int64 { return v.Count })),
		floats("pct", each(all, func(v TopValue) float64 { return percentage(v.Count, r.fields.Count) })))
}
