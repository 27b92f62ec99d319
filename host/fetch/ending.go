package fetch

import (
	"context"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

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

// leavePatience bounds the calls that leave a session, after the run's own context may have ended: somebody waits for the
// command to be gone.
const leavePatience = 30 * time.Second

// leave ends a run that is not whole. With something stored the session stays for the next run; without, it goes.
func (r *run) leave(ctx context.Context, someStored bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leavePatience)
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
