package fetch

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/mixpanel-data/mp/host/fetch/columns"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Events brings the events of a request into the sink's table and publishes it.
//
// An [mperr.InvalidArgument] or [mperr.DateRangeTooLarge] says that the request makes no sense; nothing was asked or
// stored. The sink's own refusals (table exists, not found, of another kind, being written to) come before any download.
// After that:
//
//   - A run in which some units failed and others are stored ends with [mperr.FetchIncomplete]. Repeating the request
//     fetches what is missing. A table being created or replaced is not published before it is whole.
//   - Where nothing is stored the error is that of the first unit, and the session is gone.
//   - A storage plugin that crashes or hangs stops the run: with [mperr.FetchIncomplete] where units are stored and others
//     are not, else with the plugin's error.
//   - An error that repetition cannot mend stops the run with that error; [mperr.RowsRejected] is one.
//   - A cancelled context gives its error, coded. Its cause is taken for the run's error where that is the storage plugin's
//     end. Units are stored whole or not at all, and the session stays where one is stored.
//
// The summary tells what was stored, also beside an error. A table without events is published empty.
func Events(ctx context.Context, exporter Exporter, sink Sink, request Request, config Config) (Summary, error) {
	r, err := prepare(request, config)
	if err != nil {
		return *r.summary, err
	}
	r.exporter, r.sink, r.catalog = exporter, sink, sink
	err = r.all(ctx)
	r.summary.Duration, r.summary.FetchedAt = r.tracker.elapsed(), r.config.Now().UTC()
	return *r.summary, err
}

// Check gives the error with which [Events] would refuse a request that makes no sense. It asks and stores nothing, so it
// can come before a store is made.
func Check(request Request, config Config) error {
	_, err := prepare(request, config)
	return err
}

// prepare makes the run of a request that makes sense. The run has a summary also beside an error.
func prepare(request Request, config Config) (*run, error) {
	if request.Mode == "" {
		request.Mode = storage.Create
	}
	if request.Workers == 0 {
		request.Workers = 4
	}
	r := &run{request: request, allowed: &allowance{allowed: request.MaxRejects}, summary: &Summary{
		Table: request.Table, Kind: storage.Events, Mode: request.Mode, FromDate: request.From, ToDate: request.To,
		Days: []storage.Day{}, Failed: [][]string{},
	}}
	var err error
	if r.config, err = config.withDefaults(); err != nil {
		return r, err
	}
	r.today = r.config.today()
	if r.days, err = request.check(r.today, r.config.clock().Location().String()); err != nil {
		return r, err
	}
	r.tracker = newTracker(r.config, r.days.days())
	return r, nil
}

// run is one fetch.
type run struct {
	exporter Exporter
	sink     Sink
	catalog  Catalog
	request  Request
	config   Config
	today    day
	days     span
	session  storage.Session
	columns  *columns.Map // nil where the run brings no property columns
	tracker  *tracker
	allowed  *allowance
	summary  *Summary
	outcome  outcome
	// lookback is the request's, learned where it is AutoLookback.
	lookback time.Duration
}

// all runs from Begin to Commit.
func (r *run) all(ctx context.Context) error {
	if err := r.sameProject(ctx); err != nil {
		return interrupted(ctx, err)
	}
	session, err := r.sink.Begin(ctx, storage.Target{
		Table: r.request.Table, Kind: storage.Events, Mode: r.request.Mode,
		Fingerprint: r.request.fingerprint(r.config), Metadata: r.request.metadata(r.config),
	})
	if err != nil {
		return interrupted(ctx, err)
	}
	r.session = session
	r.chooseColumns()
	units, err := r.plan(ctx, r.resume())
	if err != nil {
		return r.end(ctx, err)
	}
	r.outcome.missing = slices.Clone(units)
	return r.end(ctx, r.work(ctx, units))
}

// work delivers the units in parallel. It returns the error that stopped it; units that merely failed are in the outcome.
func (r *run) work(ctx context.Context, units []span) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.request.Workers)
	for _, s := range units {
		group.Go(func() error {
			if ctx.Err() != nil || r.outcome.hopeless() {
				return nil //nolint:nilerr // what ended the context is told by who ended it
			}
			return r.settle(ctx, s)
		})
	}
	return group.Wait()
}

// settle delivers one unit and books what became of it. The error is one that stops the run.
func (r *run) settle(ctx context.Context, s span) error {
	unit := r.request.unit(s, r.today)
	delivered, err := r.deliver(ctx, s)
	if err == nil {
		r.outcome.stored(s, delivered)
		r.tracker.stored(unit)
		return nil
	}
	if ctx.Err() != nil {
		return err
	}
	r.tracker.failed(unit, err)
	if isPassing(err) {
		r.outcome.failed(err)
		return nil
	}
	return err
}
