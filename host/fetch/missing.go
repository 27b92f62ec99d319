package fetch

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// plan lists the spans that are neither durable in the session nor, for APPEND, in the table already.
func (r *run) plan(ctx context.Context, durable map[day]bool) ([]span, error) {
	covered, err := r.covered(ctx)
	if err != nil {
		return nil, err
	}
	for d := range covered {
		if !durable[d] {
			r.summary.DaysSkipped++
		}
	}
	units := plan(r.days, r.request.unitDays(r.days.days()), r.today, func(d day) bool {
		return durable[d] || covered[d]
	})
	r.tracker.planned(len(units), r.summary.DaysSkipped+len(durable))
	return units, nil
}

// resume counts what an interrupted run has stored and lists its days. A unit with the day that was running then is
// fetched again.
func (r *run) resume() map[day]bool {
	days := map[day]bool{}
	for _, report := range r.session.Durable {
		from, errFrom := parseDay("from_date", report.Unit.FromDate)
		to, errTo := parseDay("to_date", report.Unit.ToDate)
		if isOpen(report.Unit) || errFrom != nil || errTo != nil {
			continue
		}
		for d := from; d <= to; d++ {
			days[d] = true
		}
		r.summary.Resumed = r.summary.Resumed.plus(countsOf(report))
		r.summary.UnitsResumed++
		r.outcome.resumed++
		r.allowed.used += report.Rejected
	}
	return days
}

// covered lists the requested days that the table holds completely with the same filter.
func (r *run) covered(ctx context.Context) (map[day]bool, error) {
	days := map[day]bool{}
	if r.request.Mode != storage.Append || r.request.Refetch {
		return days, nil
	}
	coverage, err := r.sink.Coverage(ctx, r.request.Table)
	if err != nil {
		return nil, err
	}
	filter := r.request.filterText()
	for _, held := range coverage {
		d, err := parseDay("day", held.Day)
		if err == nil && held.Complete && held.Filter == filter && d >= r.days.from && d <= r.days.to {
			days[d] = true
		}
	}
	return days, nil
}
