package local

import (
	"context"
	"time"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Retention answers how many users came back, as [live.Retention.Ask] does. Compounded is an [mperr.InvalidArgument].
func (e Engine) Retention(ctx context.Context, q live.Retention) (*result.RetentionResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.Compounded {
		return nil, &mperr.InvalidArgument{Argument: "retention_type", Value: "compounded", Reason: "is for Mixpanel: the local engine has births alone"}
	}
	q = q.WithDefaults()
	period := e.period(q.From, q.To)
	question := storage.Retention{
		Table: e.Table, Born: q.Born, BornWhere: q.BornWhere, Return: q.Return, Where: q.ReturnWhere,
		Period: period, Unit: storage.TimeUnit(q.Unit), Interval: q.Interval, Intervals: q.IntervalCount, Unbounded: q.Unbounded,
	}
	if err := question.Check(); err != nil {
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
	cohorts, err := e.cohorts(ctx, question, dates, followed(q))
	if err != nil {
		return nil, err
	}
	made, err := result.NewRetention(result.RetentionFields{
		BornEvent: q.Born, ReturnEvent: q.Return, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), Cohorts: cohorts,
	})
	return told(ctx, e, question, made, err, q.Doubt)
}

// cohorts are the users born on each date, and how many of them came back.
func (e Engine) cohorts(ctx context.Context, question storage.Retention, dates []string, ahead time.Duration) ([]result.CohortFields, error) {
	cohorts := make([]result.CohortFields, len(dates))
	places := make(map[string]*result.CohortFields, len(dates))
	for i, date := range dates {
		cohorts[i] = result.CohortFields{Date: date, Retention: make([]float64, question.Intervals+1)}
		places[date] = &cohorts[i]
	}
	return cohorts, e.ask(ctx, question, question.Period, ahead, func(r stored.Row) error {
		cohort := places[r.Text(0)]
		if cohort == nil {
			return noDate(r.Text(0))
		}
		if r.Null(1) { // the size of a cohort comes before its intervals
			cohort.Size = r.Integer(2)
			return nil
		}
		interval, err := place("interval", r.Integer(1), len(cohort.Retention))
		if err != nil {
			return err
		}
		cohort.Retention[interval] = live.Rate(r.Integer(2), cohort.Size)
		return nil
	})
}

// followed is how long after their birth users are followed. A month has 30 days here.
func followed(q live.Retention) time.Duration {
	days := map[live.Unit]int{live.Day: 1, live.Week: 7, live.Month: 30}[q.Unit] * q.Interval * (q.IntervalCount + 1)
	const most = 100 * 365 // what is longer than that does not fit a Duration, and lies in the future
	return time.Duration(min(days, most)) * 24 * time.Hour
}
