package result_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var seen = time.Date(2026, 1, 2, 3, 4, 5, 678_901_000, time.FixedZone("", 60*60))

func summaryFields() result.SummaryFields {
	return result.SummaryFields{Table: "events", RowCount: 8, Columns: []result.ColumnSummary{
		{Name: "event_name", Type: "VARCHAR", Min: new("<Buy>"), Max: new("12"), ApproxUnique: 3, Count: 8},
		{
			Name: "big", Type: "BIGINT", Min: new("-9007199254740993"), Max: new("9007199254740993"), ApproxUnique: 2,
			Avg: new(0.5), Std: new(2.25), Q25: new(-1.0), Q50: new(0.0), Q75: new(1.0), Count: 8, NullPercentage: 12.5,
		},
		{Name: "odd", Type: "DOUBLE", Min: new("1"), Max: new("inf"), Avg: new(1.0), Count: 8, NullPercentage: 100},
	}}
}

func breakdownFields() result.BreakdownFields {
	return result.BreakdownFields{Table: "events", TotalEvents: 4, TotalUsers: 2, From: seen, To: seen.Add(time.Hour), Events: []result.EventStats{
		{EventName: "Sign Up", Count: 3, UniqueUsers: 2, FirstSeen: seen, LastSeen: seen.Add(time.Hour), PctOfTotal: 75},
		{EventName: "", Count: 1, UniqueUsers: 1, PctOfTotal: 25},
	}}
}

func columnStatsFields() result.ColumnStatsFields {
	return result.ColumnStatsFields{
		Table: "events", Column: "amount", Dtype: "DECIMAL(38,2)", Count: 4, NullCount: 1, UniqueCount: 3, Numeric: true,
		Min: new("-1.50"), Max: new("12345678901234567890.25"), Mean: new(2.5), Std: new(0.125),
		TopValues: []result.TopValue{{Value: "-1.50", Count: 2}, {Value: "nan", Count: 1}},
	}
}

// storedSamples is one full and one empty answer of each type that tells of a stored table.
func storedSamples(t *testing.T) map[string]result.Result {
	t.Helper()
	all := map[string]result.Result{}
	add := func(name string, made result.Result, err error) { all[name] = must(t, made, err) }

	summary, err := result.NewSummary(summaryFields())
	add("summary", summary, err)
	summary, err = result.NewSummary(result.SummaryFields{Table: "events"})
	add("summary_empty", summary, err)
	breakdown, err := result.NewBreakdown(breakdownFields())
	add("breakdown", breakdown, err)
	breakdown, err = result.NewBreakdown(result.BreakdownFields{Table: "events"})
	add("breakdown_empty", breakdown, err)
	stats, err := result.NewColumnStats(columnStatsFields())
	add("column_stats", stats, err)
	stats, err = result.NewColumnStats(result.ColumnStatsFields{
		Table: "events", Column: "a = 'b'", Dtype: "BOOLEAN", Count: 3, UniqueCount: 2, TopValues: []result.TopValue{{"true", 2}, {"false", 1}},
	})
	add("column_stats_boolean", stats, err)
	stats, err = result.NewColumnStats(result.ColumnStatsFields{Table: "events", Column: "a", Dtype: "VARCHAR"})
	add("column_stats_empty", stats, err)
	add("tables", listOf(t, result.TableInfo{Name: "events", Type: storage.Events, RowCount: 8, FetchedAt: seen},
		result.TableInfo{Name: "people", Type: storage.Profiles}), nil)
	add("tables_empty", listOf[result.TableInfo](t), nil)
	add("property_columns", listOf(t, result.PropertyColumn{Name: "$os_2", Property: "$os", Type: "VARCHAR", Rows: new(int64(7))},
		result.PropertyColumn{Name: " ", Property: " ", Type: "BIGINT"}), nil)
	add("property_columns_empty", listOf[result.PropertyColumn](t), nil)
	schema, err := result.NewTableSchema("events", []result.ColumnInfo{{Name: "id", Type: "VARCHAR", PrimaryKey: true}, {Name: "$os", Type: "VARCHAR", Nullable: true}})
	add("table_schema", schema, err)
	schema, err = result.NewTableSchema("events", []result.ColumnInfo{{Name: "id", Type: "VARCHAR", Sample: new("a<b")}, {Name: "void", Type: "INTEGER", Nullable: true}})
	add("table_schema_sample", schema, err)
	schema, err = result.NewTableSchema("events", nil)
	add("table_schema_empty", schema, err)
	return all
}

func TestAnswersAboutTablesGiveBackTheirFields(t *testing.T) {
	made, err := result.NewSummary(summaryFields())
	s := must(t, made, err)
	if diff := cmp.Diff(summaryFields(), result.SummaryFields{Table: s.TableName(), RowCount: s.RowCount(), Columns: s.Columns()}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	breakdown, err := result.NewBreakdown(breakdownFields())
	b := must(t, breakdown, err)
	from, to, ok := b.DateRange()
	got := result.BreakdownFields{Table: b.TableName(), TotalEvents: b.TotalEvents(), TotalUsers: b.TotalUsers(), From: from, To: to, Events: b.Events()}
	if diff := cmp.Diff(breakdownFields(), got); diff != "" || !ok {
		t.Errorf("(-want +got):\n%s", diff)
	}
	stats, err := result.NewColumnStats(columnStatsFields())
	c := must(t, stats, err)
	if diff := cmp.Diff(columnStatsFields(), c.Fields()); diff != "" || c.NullPct() != 20 || c.UniquePct() != 75 {
		t.Errorf("%v %v (-want +got):\n%s", c.NullPct(), c.UniquePct(), diff)
	}
	schema, err := result.NewTableSchema("events", []result.ColumnInfo{{Name: "id"}})
	if must(t, schema, err).TableName() != "events" || schema.Columns()[0].Name != "id" {
		t.Errorf("got %v", schema.Columns())
	}
}

func TestAnswersAboutTablesKeepNothingOfTheirMakers(t *testing.T) {
	fields := summaryFields()
	summary, err := result.NewSummary(fields)
	unchanged(t, must(t, summary, err), func() {
		*fields.Columns[1].Avg, *summary.Columns()[1].Min = 99, "99"
		fields.Columns[0].Name = "x"
	})
	events := breakdownFields()
	breakdown, err := result.NewBreakdown(events)
	unchanged(t, must(t, breakdown, err), func() { events.Events[0].Count, breakdown.Events()[0].Count = 99, 99 })
	values := columnStatsFields()
	stats, err := result.NewColumnStats(values)
	unchanged(t, must(t, stats, err), func() {
		*values.Mean, values.TopValues[0].Count = 99, 99
		*stats.Fields().Min, stats.Fields().TopValues[0].Value = "99", "99"
	})
	columns := []result.ColumnInfo{{Name: "id", Sample: new("1")}}
	schema, err := result.NewTableSchema("events", columns)
	unchanged(t, must(t, schema, err), func() {
		columns[0].Name, schema.Columns()[0].Name = "x", "x"
		*columns[0].Sample, *schema.Columns()[0].Sample = "x", "x"
	})
}

func TestAnswersAboutTablesAreRefused(t *testing.T) {
	notText := "a\xff"
	try(t, result.NewSummary, summaryFields, map[string]func(*result.SummaryFields){
		"table":                      func(f *result.SummaryFields) { f.Table = "" },
		"row_count":                  func(f *result.SummaryFields) { f.RowCount = -1 },
		"columns[0].column_name":     func(f *result.SummaryFields) { f.Columns[0].Name = notText },
		"columns[0].column_type":     func(f *result.SummaryFields) { f.Columns[0].Type = "" },
		"columns[1].approx_unique":   func(f *result.SummaryFields) { f.Columns[1].ApproxUnique = -1 },
		"columns[1].count":           func(f *result.SummaryFields) { f.Columns[1].Count = -1 },
		"columns[1].min":             func(f *result.SummaryFields) { f.Columns[1].Min = &notText },
		"columns[1].avg":             func(f *result.SummaryFields) { f.Columns[1].Avg = new(math.NaN()) },
		"columns[1].null_percentage": func(f *result.SummaryFields) { f.Columns[1].NullPercentage = 101 },
	})
	try(t, result.NewBreakdown, breakdownFields, map[string]func(*result.BreakdownFields){
		"table":                  func(f *result.BreakdownFields) { f.Table = "" },
		"total_events":           func(f *result.BreakdownFields) { f.TotalEvents = -1 },
		"total_users":            func(f *result.BreakdownFields) { f.TotalUsers = -1 },
		"date_range":             func(f *result.BreakdownFields) { f.To = time.Time{} },
		"events[1].event_name":   func(f *result.BreakdownFields) { f.Events[1].EventName = notText },
		"events[1].count":        func(f *result.BreakdownFields) { f.Events[1].Count = -1 },
		"events[1].unique_users": func(f *result.BreakdownFields) { f.Events[1].UniqueUsers = -1 },
		"events[0].pct_of_total": func(f *result.BreakdownFields) { f.Events[0].PctOfTotal = math.NaN() },
	})
	try(t, result.NewColumnStats, columnStatsFields, map[string]func(*result.ColumnStatsFields){
		"table":         func(f *result.ColumnStatsFields) { f.Table = "" },
		"column":        func(f *result.ColumnStatsFields) { f.Column = " " },
		"dtype":         func(f *result.ColumnStatsFields) { f.Dtype = "" },
		"count":         func(f *result.ColumnStatsFields) { f.Count = -1 },
		"null_count":    func(f *result.ColumnStatsFields) { f.NullCount = -1 },
		"unique_count":  func(f *result.ColumnStatsFields) { f.UniqueCount = 5 },
		"max":           func(f *result.ColumnStatsFields) { f.Max = &notText },
		"std":           func(f *result.ColumnStatsFields) { f.Std = new(math.Inf(1)) },
		"top_values[1]": func(f *result.ColumnStatsFields) { f.TopValues[1].Count = -1 },
	})
	wantListRefusal(t, "[0].name", result.TableInfo{Type: storage.Events})
	wantListRefusal(t, "[0].type", result.TableInfo{Name: "a"})
	wantListRefusal(t, "[0].type", result.PropertyColumn{Name: "a", Property: "a"})
	wantListRefusal(t, "[0].property", result.PropertyColumn{Name: "a", Property: "\xff", Type: "VARCHAR"})
	wantListRefusal(t, "[0].rows", result.PropertyColumn{Name: "a", Property: "a", Type: "VARCHAR", Rows: new(int64(-1))})
	wantListRefusal(t, "[0].row_count", result.TableInfo{Name: "a", Type: storage.Events, RowCount: -1})
	schema, err := result.NewTableSchema("", nil)
	wantRefusal(t, schema, err, "table_name")
	schema, err = result.NewTableSchema("a", []result.ColumnInfo{{Name: notText}})
	wantRefusal(t, schema, err, "columns[0].name")
	schema, err = result.NewTableSchema("a", []result.ColumnInfo{{Name: "b", Sample: &notText}})
	wantRefusal(t, schema, err, "columns[0].sample")
}
