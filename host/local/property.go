package local

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/stored"
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
	question := storage.Distribution{Table: e.Table, Event: q.Event, Property: q.Property, Period: period, Limit: limit}
	fields := result.PropertyDistributionFields{Event: q.Event, PropertyName: q.Property, FromDate: q.From, ToDate: q.To}
	err := e.ask(ctx, question, period, 0, func(r stored.Row) error {
		if r.Null(0) {
			fields.TotalCount = r.Integer(1)
			return nil
		}
		fields.Values = append(fields.Values, result.ValueCount{Value: r.Text(0), Count: r.Integer(1)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	made, err := result.NewPropertyDistribution(fields)
	return told(ctx, e, question, made, err, q.doubtDistribution)
}

// doubtDistribution is about the event where nothing was counted, and about the property where no event has a value.
func (p Property) doubtDistribution(answer *result.PropertyDistributionResult) live.Doubt {
	series := result.Series{}
	for _, value := range answer.Values() {
		series[value.Value] = map[string]float64{"": float64(value.Count)}
	}
	return live.PropertyCounts{Event: p.Event, Property: p.Property}.DoubtSeries(series)
}

// NumericSummary answers with figures of the numbers that a property is, and with the percentiles asked for, each 0 to 100.
func (e Engine) NumericSummary(ctx context.Context, q Property, percentiles ...float64) (*result.NumericPropertySummaryResult, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	period := e.period(q.From, q.To)
	question := storage.NumericSummary{Table: e.Table, Event: q.Event, Property: q.Property, Period: period, Percentiles: percentiles}
	fields := result.NumericPropertySummaryFields{Event: q.Event, PropertyName: q.Property, FromDate: q.From, ToDate: q.To}
	err := e.ask(ctx, question, period, 0, func(r stored.Row) error {
		fields.Count = r.Integer(0)
		fields.Min, fields.Max, fields.Sum, fields.Avg, fields.Stddev = r.Float(1), r.Float(2), r.Float(3), r.Float(4), r.Float(5)
		fields.Percentiles = map[float64]float64{}
		found := r.Floats(6)
		if fields.Count > 0 && len(found) != len(percentiles) {
			return fmt.Errorf("it has %d percentiles of %d", len(found), len(percentiles))
		}
		for i, figure := range found {
			fields.Percentiles[percentiles[i]] = figure
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	made, err := result.NewNumericPropertySummary(fields)
	return told(ctx, e, question, made, err, func(answer *result.NumericPropertySummaryResult) (doubt live.Doubt) {
		if answer.Count() == 0 {
			doubt = live.Doubt{Events: []string{q.Event}, Event: q.Event, Property: q.Property}
		}
		return doubt
	})
}

// PropertyCoverage answers in how many events properties are there and not null.
func (e Engine) PropertyCoverage(ctx context.Context, event, from, to string, properties ...string) (*result.PropertyCoverageResult, error) {
	period := e.period(from, to)
	question := storage.PropertyCoverage{Table: e.Table, Event: event, Properties: properties, Period: period}
	fields := result.PropertyCoverageFields{Event: event, FromDate: from, ToDate: to}
	err := e.ask(ctx, question, period, 0, func(r stored.Row) error {
		fields.TotalEvents = r.Integer(1)
		fields.Coverage = append(fields.Coverage, result.PropertyCovered{Property: r.Text(0), Defined: r.Integer(2)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	made, err := result.NewPropertyCoverage(fields)
	return told(ctx, e, question, made, err, func(answer *result.PropertyCoverageResult) (doubt live.Doubt) {
		if answer.TotalEvents() == 0 {
			doubt.Events = []string{event}
		}
		return doubt
	})
}
