package local

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Property is a property of an event in a range of days.
type Property struct {
	// Event is the event. Required.
	Event string
	// Property is the property's name. Required.
	Property string
	// From and To are the inclusive range of days, YYYY-MM-DD. Required.
	From, To string
}

func (p Property) check() error {
	if p.Property == "" {
		return &mperr.InvalidArgument{Argument: "property", Reason: "is required"}
	}
	return nil
}

// Distribution answers which values a property has, the most frequent first and limit of them at most; 0 is all. Each item
// of a list counts by itself, as in Mixpanel's reports.
func (e Engine) Distribution(ctx context.Context, q Property, limit int) (*result.PropertyDistributionResult, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	period := e.period(q.From, q.To)
	rows, err := e.ask(ctx, storage.Distribution{Table: e.Table, Event: q.Event, Property: q.Property, Period: period, Limit: limit}, period, 0)
	if err != nil {
		return nil, err
	}
	fields := result.PropertyDistributionFields{Event: q.Event, PropertyName: q.Property, FromDate: q.From, ToDate: q.To}
	for _, r := range rows {
		if r[0] == nil {
			fields.TotalCount = r.count(1)
			continue
		}
		fields.Values = append(fields.Values, result.ValueCount{Value: r.text(0), Count: r.count(1)})
	}
	return result.NewPropertyDistribution(fields)
}

// NumericSummary answers with figures of the numbers that a property is, and with the percentiles asked for, each 0 to 100.
func (e Engine) NumericSummary(ctx context.Context, q Property, percentiles ...float64) (*result.NumericPropertySummaryResult, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	period := e.period(q.From, q.To)
	rows, err := e.ask(ctx, storage.NumericSummary{
		Table: e.Table, Event: q.Event, Property: q.Property, Period: period, Percentiles: percentiles,
	}, period, 0)
	if err != nil {
		return nil, err
	}
	fields := result.NumericPropertySummaryFields{Event: q.Event, PropertyName: q.Property, FromDate: q.From, ToDate: q.To}
	for _, r := range rows {
		fields.Count = r.count(0)
		fields.Min, fields.Max, fields.Sum, fields.Avg, fields.Stddev = r.number(1), r.number(2), r.number(3), r.number(4), r.number(5)
		fields.Percentiles = map[float64]float64{}
		found, _ := r[6].([]float64)
		for i, figure := range found {
			fields.Percentiles[percentiles[i]] = figure
		}
	}
	return result.NewNumericPropertySummary(fields)
}

// PropertyCoverage answers in how many events properties are there and not null.
func (e Engine) PropertyCoverage(ctx context.Context, event, from, to string, properties ...string) (*result.PropertyCoverageResult, error) {
	period := e.period(from, to)
	rows, err := e.ask(ctx, storage.PropertyCoverage{Table: e.Table, Event: event, Properties: properties, Period: period}, period, 0)
	if err != nil {
		return nil, err
	}
	fields := result.PropertyCoverageFields{Event: event, FromDate: from, ToDate: to}
	for _, r := range rows {
		fields.TotalEvents = r.count(1)
		fields.Coverage = append(fields.Coverage, result.PropertyCovered{Property: r.text(0), Defined: r.count(2)})
	}
	return result.NewPropertyCoverage(fields)
}
