package result

import "github.com/apache/arrow-go/v18/arrow"

// ColumnStatsResult is what one column of a stored table holds, or an expression over its columns.
type ColumnStatsResult struct {
	fields ColumnStatsFields
	table  lazyTable
}

// NewColumnStats validates and copies the fields; see the package text for the error.
func NewColumnStats(f ColumnStatsFields) (*ColumnStatsResult, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	return &ColumnStatsResult{fields: f.clone()}, nil
}

// Fields are the parts of the answer; nothing in them is shared with it.
func (r *ColumnStatsResult) Fields() ColumnStatsFields { return r.fields.clone() }

// NullPct is the share of rows without a value, 0 to 100; 0 where there are no rows.
func (r *ColumnStatsResult) NullPct() float64 {
	return percentage(r.fields.NullCount, r.fields.Count+r.fields.NullCount)
}

// UniquePct is the share of different values among the rows with a value, 0 to 100; 0 where there are none.
func (r *ColumnStatsResult) UniquePct() float64 {
	return percentage(r.fields.UniqueCount, r.fields.Count)
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

// Table has a row for each frequent value: value, count and pct, its share of the rows with a value.
func (r *ColumnStatsResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *ColumnStatsResult) buildTable() arrow.RecordBatch {
	all := r.fields.TopValues
	return batchOf(len(all),
		texts("value", each(all, func(v TopValue) string { return v.Value })),
		integers("count", each(all, func(v TopValue) int64 { return v.Count })),
		floats("pct", each(all, func(v TopValue) float64 { return percentage(v.Count, r.fields.Count) })))
}
