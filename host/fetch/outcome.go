package fetch

import (
	"context"
	"slices"
	"sync"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// outcome books what became of the units, for all workers.
type outcome struct {
	mu sync.Mutex
	// missing are the spans that are not stored; resumed counts the units that were stored before, units those stored now.
	missing []span
	resumed int
	units   int
	counts  Counts
	totals  delivery
	// first is the error of the first unit that failed.
	first error
	// row counts failures since the last success.
	row int
	// limited says that the quota is used up.
	limited bool
}

func (o *outcome) stored(s span, delivered delivery) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.missing = slices.DeleteFunc(o.missing, func(other span) bool { return other == s })
	o.units++
	o.row = 0
	o.counts = o.counts.plus(countsOf(delivered.report))
	o.totals.bytes += delivered.bytes
	o.totals.misfiled += delivered.misfiled
	o.totals.extra += delivered.extra
}

func (o *outcome) failed(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.first == nil {
		o.first = err
	}
	o.row++
	o.limited = o.limited || mperr.CodeOf(err) == "RATE_LIMITED"
}

// patience is how many units may fail one after the other before the rest is not asked for: requests are counted.
const patience = 3

// hopeless says that the units left would fail as well.
func (o *outcome) hopeless() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.limited || o.row >= patience
}

// isPassing says that a unit failed by something that other units, or the same one later, need not meet.
func isPassing(err error) bool {
	switch mperr.CodeOf(err) {
	case "EXPORT_TRUNCATED", "HTTP_ERROR", "SERVER_ERROR", "RATE_LIMITED":
		return true
	}
	return false
}

// ranges are the missing days as [from, to] pairs, neighbours joined.
func (o *outcome) ranges() [][]string {
	slices.SortFunc(o.missing, func(a, b span) int { return int(a.from - b.from) })
	joined := []span{}
	for _, s := range o.missing {
		if n := len(joined); n > 0 && joined[n-1].to+1 == s.from {
			joined[n-1].to = s.to
			continue
		}
		joined = append(joined, s)
	}
	pairs := [][]string{}
	for _, s := range joined {
		pairs = append(pairs, []string{s.from.String(), s.to.String()})
	}
	return pairs
}

// interrupted prefers the context's own end over the many errors that it causes.
func interrupted(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil {
		return mperr.From(ended)
	}
	return err
}

// end turns what happened into the summary and the error of the run. Stopped is an error that no repetition mends.
func (r *run) end(ctx context.Context, stopped error) error {
	r.fill()
	someStored := r.outcome.units+r.outcome.resumed > 0
	switch {
	case ctx.Err() != nil:
		stopped = interrupted(ctx, stopped)
	case stopped != nil:
	case len(r.outcome.missing) == 0:
		return r.publish(ctx)
	case someStored:
		stopped = r.incomplete()
	default:
		stopped = r.outcome.first
	}
	r.leave(ctx, someStored)
	return stopped
}

// fill brings the books into the summary.
func (r *run) fill() {
	r.summary.Counts, r.summary.Units = r.outcome.counts, r.outcome.units
	r.summary.Bytes, r.summary.Misfiled = r.outcome.totals.bytes, r.outcome.totals.misfiled
	r.summary.Failed = r.outcome.ranges()
	if extra := r.outcome.totals.extra; extra > 0 {
		r.config.Log.Warn("lines have members beside event and properties, which are not stored", "lines", extra)
	}
	if r.summary.Misfiled > 0 {
		r.config.Log.Warn("events have times outside the days they were asked for; see export_time and timezone",
			"events", r.summary.Misfiled)
	}
}

func (r *run) incomplete() error {
	return &mperr.FetchIncomplete{
		Table: r.request.Table, FailedDateRanges: r.summary.Failed,
		StoredUnits: r.outcome.units + r.outcome.resumed, FailedUnits: len(r.outcome.missing),
		FirstCode: mperr.CodeOf(r.outcome.first), FirstError: r.outcome.first.Error(), Cause: r.outcome.first,
	}
}

// leave ends a run that is not whole. With something stored the session stays for the next run; without, it goes.
func (r *run) leave(ctx context.Context, someStored bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), publishPatience)
	defer cancel()
	if !someStored {
		if err := r.sink.Abort(ctx, r.session.ID); err != nil {
			r.config.Log.Warn("the write session could not be ended", "table", r.request.Table, "cause", err)
		}
		return
	}
	if r.request.Mode == storage.Append {
		if err := r.cover(ctx); err != nil {
			r.config.Log.Warn("the table's coverage could not be read", "table", r.request.Table, "cause", err)
		}
	}
}
