package local

import (
	"context"

	"github.com/mixpanel-data/mp/host/live"
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
	rows, err := e.ask(ctx, storage.Frequency{
		Table: e.Table, Event: q.Event, Where: q.Where, Period: period, Unit: storage.TimeUnit(q.Unit), Each: storage.TimeUnit(q.AddictionUnit),
	}, period, 0)
	if err != nil {
		return nil, err
	}
	dates, err := labels(period, q.Unit, 1)
	if err != nil {
		return nil, err
	}
	cells := map[live.Unit]int64{live.Day: 1, live.Week: 7, live.Month: 31}[q.Unit]
	if q.AddictionUnit == live.Hour {
		cells *= 24
	}
	data := make(map[string][]int64, len(dates))
	for _, date := range dates {
		data[date] = make([]int64, cells)
	}
	for _, r := range rows {
		// Who was active in so many was active in fewer, too.
		for i := range min(r.count(1), cells) {
			data[r.text(0)][i] += r.count(2)
		}
	}
	return result.NewFrequency(result.FrequencyFields{
		Event: q.Event, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), AddictionUnit: string(q.AddictionUnit), Data: data,
	})
}
