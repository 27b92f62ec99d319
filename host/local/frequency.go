package local

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Frequency answers in how many hours or days of each period users were active, as [live.Frequency.Ask] does.
func (e Engine) Frequency(ctx context.Context, q live.Frequency) (*result.FrequencyResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	period := e.period(q.From, q.To)
	question := storage.Frequency{
		Table: e.Table, Event: q.Event, Where: q.Where, Period: period, Unit: storage.TimeUnit(q.Unit), Each: storage.TimeUnit(q.AddictionUnit),
	}
	if err := question.Check(); err != nil {
		return nil, err
	}
	dates, err := labels(period, q.Unit, 1)
	if err != nil {
		return nil, err
	}
	data := activity(q, dates)
	err = e.ask(ctx, question, period, 0, func(r stored.Row) error {
		counts, times := data[r.Text(0)], r.Integer(1)
		if counts == nil {
			return noDate(r.Text(0))
		}
		if times < 1 {
			return fmt.Errorf("it has users who were active %d times", times)
		}
		for i := range min(times, int64(len(counts))) { // who was active in so many was active in fewer, too
			counts[i] += r.Integer(2)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	made, err := result.NewFrequency(result.FrequencyFields{
		Event: q.Event, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), AddictionUnit: string(q.AddictionUnit), Data: data,
	})
	return told(ctx, e, question, made, err, q.Doubt)
}

// activity has room for each date to count who was active in 1, 2, 3, … hours or days of its period.
func activity(q live.Frequency, dates []string) map[string][]int64 {
	cells := map[live.Unit]int{live.Day: 1, live.Week: 7, live.Month: 31}[q.Unit]
	if q.AddictionUnit == live.Hour {
		cells *= 24
	}
	data := make(map[string][]int64, len(dates))
	for _, date := range dates {
		data[date] = make([]int64, cells)
	}
	return data
}
