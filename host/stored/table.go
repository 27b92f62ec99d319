package stored

import (
	"context"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Summarize gives figures of every column of a table. Errors are those of [storage.Analyzer].
func Summarize(ctx context.Context, store storage.Analyzer, table string) (*result.SummaryResult, error) {
	fields := result.SummaryFields{Table: table}
	err := ask(ctx, store, storage.Summarize{Table: table}, func(r row) {
		fields.RowCount = r.integer(10)
		fields.Columns = append(fields.Columns, result.ColumnSummary{
			Name: r.text(0), Type: r.text(1), Min: r.someText(2), Max: r.someText(3), ApproxUnique: r.integer(4),
			Avg: r.someFloat(5), Std: r.someFloat(6), Q25: r.someFloat(7), Q50: r.someFloat(8), Q75: r.someFloat(9),
			Count: r.integer(10), NullPercentage: r.float(11),
		})
	})
	if err != nil {
		return nil, err
	}
	return result.NewSummary(fields)
}

// Breakdown counts the events of a table. Errors are those of [storage.Analyzer].
func Breakdown(ctx context.Context, store storage.Analyzer, table string) (*result.EventBreakdownResult, error) {
	fields := result.BreakdownFields{Table: table}
	err := ask(ctx, store, storage.Breakdown{Table: table}, func(r row) {
		if r.null(0) { // all events together
			fields.TotalEvents, fields.TotalUsers, fields.From, fields.To = r.integer(1), r.integer(2), r.time(3), r.time(4)
			return
		}
		fields.Events = append(fields.Events, result.EventStats{
			EventName: r.text(0), Count: r.integer(1), UniqueUsers: r.integer(2), FirstSeen: r.time(3), LastSeen: r.time(4), PctOfTotal: r.float(5),
		})
	})
	if err != nil {
		return nil, err
	}
	return result.NewBreakdown(fields)
}

// PropertyKeys lists the properties that the rows of a table have, or those of one event; "" is all. Errors are those of
// [storage.Analyzer].
func PropertyKeys(ctx context.Context, store storage.Analyzer, table, event string) (*result.Names, error) {
	fields := result.NamesFields{Column: "key"}
	err := ask(ctx, store, storage.Keys{Table: table, Event: event}, func(r row) { fields.Names = append(fields.Names, r.text(0)) })
	if err != nil {
		return nil, err
	}
	return result.NewNames(fields)
}

// ColumnStats gives figures of one column of a table, or of an expression over its columns, with so many of the most
// frequent values. Errors are those of [storage.Analyzer].
func ColumnStats(ctx context.Context, store storage.Analyzer, table, column string, top int) (*result.ColumnStatsResult, error) {
	fields := result.ColumnStatsFields{Table: table, Column: column}
	err := ask(ctx, store, storage.ColumnStats{Table: table, Column: column, Top: top}, func(r row) {
		fields.Dtype, fields.Count, fields.NullCount, fields.UniqueCount = r.text(0), r.integer(1), r.integer(2), r.integer(3)
		fields.Numeric, fields.Min, fields.Max, fields.Mean, fields.Std = r.boolean(4), r.someText(5), r.someText(6), r.someFloat(7), r.someFloat(8)
		fields.TopValues = r.topValues(9)
	})
	if err != nil {
		return nil, err
	}
	return result.NewColumnStats(fields)
}

func (r row) topValues(i int) (top []result.TopValue) {
	list := r.batch.Column(i).(*array.List)
	pairs := list.ListValues().(*array.Struct)
	from, to := list.ValueOffsets(r.at)
	values, counts := pairs.Field(0).(*array.String), pairs.Field(1).(*array.Int64)
	for at := int(from); at < int(to); at++ {
		top = append(top, result.TopValue{Value: strings.Clone(values.Value(at)), Count: counts.Value(at)})
	}
	return top
}
