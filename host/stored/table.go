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
	err := Ask(ctx, store, storage.Summarize{Table: table}, func(r Row) error {
		fields.RowCount = r.Integer(10)
		fields.Columns = append(fields.Columns, result.ColumnSummary{
			Name: r.Text(0), Type: r.Text(1), Min: r.SomeText(2), Max: r.SomeText(3), ApproxUnique: r.Integer(4),
			Avg: r.SomeFloat(5), Std: r.SomeFloat(6), Q25: r.SomeFloat(7), Q50: r.SomeFloat(8), Q75: r.SomeFloat(9),
			Count: r.Integer(10), NullPercentage: r.Float(11),
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return result.NewSummary(fields)
}

// Breakdown counts the events of a table. Errors are those of [storage.Analyzer].
func Breakdown(ctx context.Context, store storage.Analyzer, table string) (*result.EventBreakdownResult, error) {
	fields := result.BreakdownFields{Table: table}
	err := Ask(ctx, store, storage.Breakdown{Table: table}, func(r Row) error {
		if r.Null(0) { // all events together
			fields.TotalEvents, fields.TotalUsers, fields.From, fields.To = r.Integer(1), r.Integer(2), r.Time(3), r.Time(4)
			return nil
		}
		fields.Events = append(fields.Events, result.EventStats{
			EventName: r.Text(0), Count: r.Integer(1), UniqueUsers: r.Integer(2), FirstSeen: r.Time(3), LastSeen: r.Time(4), PctOfTotal: r.Float(5),
		})
		return nil
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
	err := Ask(ctx, store, storage.Keys{Table: table, Event: event}, func(r Row) error {
		fields.Names = append(fields.Names, r.Text(0))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return result.NewNames(fields)
}

// ColumnStats gives figures of one column of a table, or of an expression over its columns, with so many of the most
// frequent values. Errors are those of [storage.Analyzer].
func ColumnStats(ctx context.Context, store storage.Analyzer, table, column string, top int) (*result.ColumnStatsResult, error) {
	fields := result.ColumnStatsFields{Table: table, Column: column}
	err := Ask(ctx, store, storage.ColumnStats{Table: table, Column: column, Top: top}, func(r Row) error {
		fields.Dtype, fields.Count, fields.NullCount, fields.UniqueCount = r.Text(0), r.Integer(1), r.Integer(2), r.Integer(3)
		fields.Numeric, fields.Min, fields.Max, fields.Mean, fields.Std = r.Boolean(4), r.SomeText(5), r.SomeText(6), r.SomeFloat(7), r.SomeFloat(8)
		fields.TopValues = r.topValues(9)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return result.NewColumnStats(fields)
}

func (r Row) topValues(i int) (top []result.TopValue) {
	list := r.batch.Column(i).(*array.List)
	pairs := list.ListValues().(*array.Struct)
	from, to := list.ValueOffsets(r.at)
	values, counts := pairs.Field(0).(*array.String), pairs.Field(1).(*array.Int64)
	for at := int(from); at < int(to); at++ {
		top = append(top, result.TopValue{Value: strings.Clone(values.Value(at)), Count: counts.Value(at)})
	}
	return top
}
