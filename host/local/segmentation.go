package local

import (
	"cmp"
	"context"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/expression"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// What Mixpanel gives where no limit of segments is asked for.
const (
	segments       = 60
	propertyValues = 255
)

// Segmentation answers how often an event happened over time, as [live.Segmentation.Ask] does.
func (e Engine) Segmentation(ctx context.Context, q live.Segmentation) (*result.SegmentationResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	question := storage.Segmentation{
		Table: e.Table, Event: q.Event, Period: e.period(q.From, q.To), Unit: storage.TimeUnit(q.Unit), Count: storage.Counting(q.Type),
		On: live.Expression(q.On), Where: q.Where, Limit: cmp.Or(q.Limit, segments),
	}
	var wanted []string
	if q.On == "" {
		wanted = []string{q.Event}
	}
	series, err := e.series(ctx, question, wanted)
	if err != nil {
		return nil, err
	}
	if q.On == "" {
		series = result.Series{result.TotalSegment: series[q.Event]}
	}
	made, err := result.NewSegmentation(result.SegmentationFields{
		Event: q.Event, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), Type: string(q.Type), SegmentProperty: q.On,
		Series: series, Total: live.Total(series),
	})
	return told(ctx, e, question, made, err, q.Doubt)
}

// PropertyCounts answers how often an event happened with each value of a property, as [live.PropertyCounts.Ask] does.
func (e Engine) PropertyCounts(ctx context.Context, q live.PropertyCounts) (*result.PropertyCountsResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	question := storage.Segmentation{
		Table: e.Table, Event: q.Event, Period: e.period(q.From, q.To), Unit: storage.TimeUnit(q.Unit), Count: storage.Counting(q.Type),
		On: expression.Property(q.Property), Limit: cmp.Or(q.Limit, propertyValues),
	}
	if len(q.Values) > 0 {
		question.Segments, question.Limit = q.Values, 0
	}
	series, err := e.series(ctx, question, q.Values)
	if err != nil {
		return nil, err
	}
	made, err := result.NewPropertyCounts(result.PropertyCountsFields{
		Event: q.Event, PropertyName: q.Property, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), Type: string(q.Type),
		Series: series,
	})
	return told(ctx, e, question, made, err, q.Doubt)
}

// series is the counts of each segment, 0 at times without events. Where some values are wanted it has those, whether they
// came or not, and no others, which an engine may give.
func (e Engine) series(ctx context.Context, question storage.Segmentation, wanted []string) (result.Series, error) {
	if err := question.Check(); err != nil {
		return nil, err
	}
	dates, err := labels(question.Period, live.Unit(question.Unit), 1)
	if err != nil {
		return nil, err
	}
	series := result.Series{}
	for _, name := range wanted {
		series[name] = zeros(dates)
	}
	return series, e.ask(ctx, question, question.Period, 0, func(r stored.Row) error {
		name, date := r.Text(0), r.Text(1)
		if series[name] == nil {
			if len(wanted) > 0 {
				return nil
			}
			series[name] = zeros(dates)
		}
		if _, ok := series[name][date]; !ok {
			return noDate(date)
		}
		series[name][date] = r.Float(2)
		return nil
	})
}

func zeros(dates []string) map[string]float64 {
	counts := make(map[string]float64, len(dates))
	for _, date := range dates {
		counts[date] = 0
	}
	return counts
}
