package fetch

import (
	"context"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Lookbacks of a [Request].
const (
	// AutoLookback learns from the stored events how late they came; [UsualLookback] where too few are stored.
	AutoLookback time.Duration = -1
	// UsualLookback is what most tools use: mobile devices deliver after up to five days.
	UsualLookback = 5 * oneDay
	// MaxLookback bounds what is learned. Events that come later than that are imports of history, not stragglers.
	MaxLookback = 30 * oneDay

	oneDay = 24 * time.Hour
)

// learn settles what AutoLookback means, where a requested day depends on it.
func (r *run) learn(ctx context.Context, coverage []storage.Day) error {
	r.lookback = r.request.Lookback
	if r.lookback != AutoLookback {
		return nil
	}
	r.lookback = UsualLookback
	analyzer, ok := r.catalog.(storage.Analyzer)
	if !ok || !slices.ContainsFunc(coverage, r.mayChange) {
		return nil
	}
	days := r.telling(coverage)
	if len(days) == 0 {
		return nil
	}
	late, events, err := lateness(ctx, analyzer, r.request.Table, days)
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		r.config.Log.Warn("how late events come could not be learned; taking five days", "cause", err)
		return nil
	}
	if events >= enoughEvents {
		wholeDays := (late + oneDay - 1).Truncate(oneDay)
		r.lookback = min(max(wholeDays, oneDay), MaxLookback)
	}
	return nil
}

// mayChange says whether it depends on the lookback that a day is fetched again.
func (r *run) mayChange(held storage.Day) bool {
	d, err := parseDay("day", held.Day)
	return err == nil && d >= r.days.from && d <= r.days.to && held.Complete && r.sinceEnd(d, held) < MaxLookback
}

// sinceEnd is how long after a day's end it was fetched.
func (r *run) sinceEnd(d day, held storage.Day) time.Duration {
	year, month, date := time.Unix(int64(d+1)*24*60*60, 0).UTC().Date()
	return held.FetchedAt.Sub(time.Date(year, month, date, 0, 0, 0, 0, r.config.clock().Location()))
}

// isSettled says that late events no longer changed a day when it was fetched. A day that was fetched with another filter,
// and holds what is asked for, is left as it is: to fetch it again would lose the rest.
func (r *run) isSettled(d day, held storage.Day) bool {
	return r.lookback == 0 || held.Filter != r.request.filterText() || r.sinceEnd(d, held) >= r.lookback
}

const (
	// tellingDays are the latest days to learn from, enoughEvents the fewest, mostEvents the most.
	tellingDays  = 7
	enoughEvents = 1000
	mostEvents   = 500_000
	// room is how long after its end a day must have been fetched to tell of late events at all.
	room = 2 * UsualLookback
)

// telling lists the latest days that had room for late events, and have events.
func (r *run) telling(coverage []storage.Day) (days []string) {
	for _, held := range slices.Backward(coverage) {
		d, err := parseDay("day", held.Day)
		if err == nil && held.Complete && held.Stored > 0 && r.sinceEnd(d, held) >= room && len(days) < tellingDays {
			days = append(days, held.Day)
		}
	}
	return days
}

// lateness asks the store by when 999 of 1,000 events of some days had come, and how many events say so.
func lateness(ctx context.Context, analyzer storage.Analyzer, table string, days []string) (late time.Duration, events int64, err error) {
	question := storage.Lateness{Table: table, Days: days, Percentile: 99.9, Within: MaxLookback, Limit: mostEvents}
	err = stored.Ask(ctx, analyzer, question, func(row stored.Row) error {
		events, late = row.Integer(0), time.Duration(row.Integer(1))*time.Millisecond
		return nil
	})
	return late, events, err
}
