package local

import (
	"time"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// labels are those of all buckets of a period, in their order: as in Mixpanel's answers, a bucket is called by its first
// day, even where that lies before the period, and every day has 24 hours. Buckets of several days begin with the first.
func labels(period storage.Period, unit live.Unit, every int) ([]string, error) {
	from, to, err := period.Days()
	if err != nil {
		return nil, err
	}
	at, layout, next := from, time.DateOnly, func(t time.Time) time.Time { return t.AddDate(0, 0, every) }
	switch unit {
	case live.Minute:
		layout, next = time.DateTime, func(t time.Time) time.Time { return t.Add(time.Minute) }
	case live.Hour:
		layout, next = time.DateTime, func(t time.Time) time.Time { return t.Add(time.Hour) }
	case live.Week:
		at = from.AddDate(0, 0, -(int(from.Weekday())+6)%7)
		next = func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }
	case live.Month:
		at = from.AddDate(0, 0, 1-from.Day())
		next = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
	case live.Day, live.Second:
	}
	var names []string
	for end := to.AddDate(0, 0, 1); at.Before(end); at = next(at) {
		names = append(names, at.Format(layout))
	}
	return names, nil
}
