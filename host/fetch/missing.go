package fetch

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// plan lists the spans that are neither durable in the session nor, for APPEND, in the table already.
func (r *run) plan(ctx context.Context, durable map[day]bool) ([]span, error) {
	covered, err := r.covered(ctx)
	if err != nil {
		return nil, err
	}
	for d, held := range covered {
		if held && !durable[d] {
			r.summary.DaysSkipped++
		}
	}
	units := r.request.units(r.days, r.today, r.config.Budget().Left, func(d day) bool {
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

// covered lists the requested days for which the table holds completely all that is asked for, and that late events no
// longer change. Days that hold events which this request would replace without bringing them again are an
// [mperr.InvalidArgument].
func (r *run) covered(ctx context.Context) (map[day]bool, error) {
	days := map[day]bool{}
	if r.request.Mode != storage.Append || r.request.Refetch {
		return days, nil
	}
	coverage, err := r.catalog.Coverage(ctx, r.request.Table)
	if err != nil {
		return nil, err
	}
	if err := r.learn(ctx, coverage); err != nil {
		return nil, err
	}
	for _, held := range coverage {
		d, err := parseDay("day", held.Day)
		if err != nil || d < r.days.from || d > r.days.to {
			continue
		}
		days[d] = r.request.isHeld(held) && r.isSettled(d, held)
		if !days[d] && r.request.wouldLose(held) {
			return nil, r.request.otherFilter(held)
		}
	}
	return days, nil
}

// isHeld says whether a day holds completely what the request asks for. A limit counts in one request, which days that are
// left out would split.
func (r Request) isHeld(held storage.Day) bool {
	if !held.Complete || held.Filter == r.filterText() {
		return held.Complete
	}
	there, ok := parseFilter(held.Filter)
	return ok && r.Limit == 0 && there.contains(r.filter())
}

// wouldLose says whether a day holds events that the request does not bring again.
func (r Request) wouldLose(held storage.Day) bool {
	if held.Stored == 0 || held.Filter == r.filterText() {
		return false
	}
	there, ok := parseFilter(held.Filter)
	return !r.filter().contains(there) || !ok && r.filterText() != ""
}

func (r Request) otherFilter(held storage.Day) error {
	there := "without a filter"
	if held.Filter != "" {
		there = "with the filter " + held.Filter
	}
	return &mperr.InvalidArgument{Argument: "filter", Value: r.filterText(), Reason: "table " + r.Table + " holds " + held.Day +
		" " + there + ", and this fetch would replace those events with fewer or others: choose another table, ask for all of " +
		"them in one fetch, or refetch the days"}
}
