package fetch

import (
	"context"
	"fmt"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// interrupted prefers the context's own end over the many errors that it causes. Where that is the storage plugin's, the
// call that failed with the plugin tells most.
func interrupted(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	switch {
	case cause == nil:
		return err
	case !isPluginEnd(cause):
		return mperr.From(ctx.Err())
	case isPluginEnd(err):
		return err
	}
	return cause
}

// isPluginEnd says that the storage plugin crashed or hung. Repeating the fetch starts another process, which finds what is
// stored.
func isPluginEnd(err error) bool {
	switch mperr.From(err).(type) { // the outermost error with a code: its cause may have another
	case *mperr.PluginCrashed, *mperr.PluginTimeout:
		return true
	}
	return false
}

// end turns what happened into the summary and the error of the run. Stopped is an error that ended it early.
func (r *run) end(ctx context.Context, stopped error) error {
	r.fill()
	stopped = interrupted(ctx, stopped)
	someStored := r.outcome.units+r.outcome.resumed > 0
	switch {
	case isPluginEnd(stopped) && someStored && len(r.outcome.missing) > 0:
		stopped = r.incomplete(stopped)
	case stopped != nil:
	case len(r.outcome.missing) == 0:
		return r.publish(ctx)
	case r.config.NoWait && r.outcome.limited != nil:
		stopped = r.limited(*r.outcome.limited)
	case someStored:
		stopped = r.incomplete(r.outcome.first)
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

// incomplete is the error of a run that lacks units for the cause.
func (r *run) incomplete(cause error) error {
	return &mperr.FetchIncomplete{
		Table: r.request.Table, FailedDateRanges: r.summary.Failed,
		StoredUnits: r.outcome.units + r.outcome.resumed, FailedUnits: len(r.outcome.missing),
		FirstCode: mperr.CodeOf(cause), FirstError: cause.Error(), Cause: cause,
	}
}

// limited is the error of a run that was not to wait for the quota.
func (r *run) limited(limited mperr.RateLimited) error {
	if stored := r.outcome.units + r.outcome.resumed; stored > 0 {
		limited.Message = fmt.Sprintf("%s; %d of %d requests are stored, and the same fetch brings the others", limited.Message,
			stored, stored+len(r.outcome.missing))
	}
	return &limited
}

// leavePatience bounds the calls that leave a session, after the run's own context may have ended: somebody waits for the
// command to be gone.
const leavePatience = 30 * time.Second

// leave ends a run that is not whole. With something stored the session stays for the next run; without, it goes. That the
// plugin has ended is told by the run's own error.
func (r *run) leave(ctx context.Context, someStored bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leavePatience)
	defer cancel()
	if !someStored {
		if err := r.sink.Abort(ctx, r.session.ID); err != nil && !isPluginEnd(err) {
			r.config.Log.Warn("the write session could not be ended", "table", r.request.Table, "cause", err)
		}
		return
	}
	if r.request.Mode == storage.Append {
		if err := r.cover(ctx); err != nil && !isPluginEnd(err) {
			r.config.Log.Warn("the table's coverage could not be read", "table", r.request.Table, "cause", err)
		}
	}
}
