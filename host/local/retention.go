package local

import (
	"context"
	"time"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Retention answers how many users came back, as [live.Retention.Ask] does.
func (e Engine) Retention(ctx context.Context, q live.Retention) (*result.RetentionResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	period := e.period(q.From, q.To)
	rows, err := e.ask(ctx, storage.Retention{
		Table: e.Table, Born: q.Born, BornWhere: q.BornWhere, Return: q.Return, Where: q.ReturnWhere,
		Period: period, Unit: storage.TimeUnit(q.Unit), Interval: q.Interval, Intervals: q.IntervalCount, Unbounded: q.Unbounded,
	}, period, followed(q))
	if err != nil {
		return nil, err
	}
	every := 1
	if q.Unit == live.Day {
		every = q.Interval
	}
	dates, err := labels(period, q.Unit, every)
	if err != nil {
		return nil, err
	}
	cohorts := make([]result.CohortFields, len(dates))
	places := make(map[string]*result.CohortFields, len(dates))
	for i, date := range dates {
		cohorts[i] = result.CohortFields{Date: date, Retention: make([]float64, q.IntervalCount+1)}
		places[date] = &cohorts[i]
	}
	for _, r := range rows { // the size of a cohort comes before its intervals
		cohort := places[r.text(0)]
		if r[1] == nil {
			cohort.Size = r.count(2)
			continue
		}
		cohort.Retention[r.count(1)] = rate(r.count(2), cohort.Size)
	}
	return result.NewRetention(result.RetentionFields{
		BornEvent: q.Born, ReturnEvent: q.Return, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), Cohorts: cohorts,
	})
}

// followed is how long after their birth users are followed. A month has 30 days here.
func followed(q live.Retention) time.Duration {
	days := map[live.Unit]int{live.Day: 1, live.Week: 7, live.Month: 30}[q.Unit] * q.Interval * (q.IntervalCount + 1)
	const most = 100 * 365 // what is longer than that does not fit a Duration, and lies in the future
	return time.Duration(min(days, most)) * 24 * time.Hour
}
