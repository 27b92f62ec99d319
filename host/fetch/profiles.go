package fetch

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Profiles brings the profiles of a request into the sink's table and publishes it. What is published is one snapshot: the
// pages of a single session of Mixpanel's, each profile once. Nothing is visible before all of it has arrived, whatever the
// mode, so a run that ends with an error leaves the table as it was, and the same request begins anew.
//
// An [mperr.InvalidArgument] says that the request makes no sense; nothing was asked or stored. The sink's own refusals come
// before any download. A session that Mixpanel forgets in the middle begins anew by itself, [Config.Retries] times; what
// was stored of it goes. So does, once, a snapshot with fewer profiles than Mixpanel told of, as some may have gone while it was
// read; a second one is an [mperr.FetchIncomplete], unless [ProfilesRequest.MaxMissing] allows for it. Any other error of a page
// stops the run with that error, as the [Engager] repeats what can be repeated; results that are no profiles are an
// [mperr.RowsRejected].
//
// The summary tells what was stored, also beside an error. A table without profiles is published empty.
func Profiles(ctx context.Context, engager Engager, sink Sink, request ProfilesRequest, config Config) (Summary, error) {
	r := &profilesRun{engager: engager, sink: sink, catalog: sink, request: request}
	if r.request.Mode == "" {
		r.request.Mode = storage.Create
	}
	r.begin()
	if err := CheckProfiles(r.request, config); err != nil {
		return r.summary, err
	}
	r.config, _ = config.withDefaults() // was checked
	if r.request.Workers > MaxPages {
		r.config.Log.Warn("Mixpanel answers five queries of a project at once; taking five workers", "workers", r.request.Workers)
	}
	r.tracker = newTracker(r.config, 0)
	r.tracker.state.Kind = storage.Profiles
	err := r.all(ctx)
	r.summary.Duration, r.summary.FetchedAt = r.tracker.elapsed(), r.config.Now().UTC()
	return r.summary, err
}

// profilesRun is one fetch of profiles.
type profilesRun struct {
	engager Engager
	sink    Sink
	catalog Catalog
	request ProfilesRequest
	config  Config
	session storage.Session
	tracker *tracker
	// mixed says that the table has, or is about to get, profiles by other filters than those it was made with.
	mixed bool
	// shortfalls counts the snapshots with fewer profiles than Mixpanel told of.
	shortfalls int

	mu      sync.Mutex
	allowed *allowance
	summary Summary
}

// begin opens new books.
func (r *profilesRun) begin() {
	r.allowed = &allowance{allowed: r.request.MaxRejects}
	r.summary = Summary{
		Table: r.request.Table, Kind: storage.Profiles, Mode: r.request.Mode, Days: []storage.Day{}, Failed: [][]string{},
		Restarts: r.summary.Restarts,
	}
}

// all takes snapshots until one is whole.
func (r *profilesRun) all(ctx context.Context) error {
	mixed, err := r.fits(ctx)
	if err != nil {
		return interrupted(ctx, err)
	}
	r.mixed = mixed
	since, err := r.since(ctx)
	if err != nil {
		return interrupted(ctx, err)
	}
	queries := r.request.queries(r.config.Now(), since)
	for {
		err := r.snapshot(ctx, queries)
		if !r.again(err) {
			return err
		}
		r.begin()
	}
}

// snapshot runs from Begin to Commit. The session has a fingerprint that no other has: pages of two sessions of Mixpanel's
// do not go together.
func (r *profilesRun) snapshot(ctx context.Context, queries []mixpanel.EngageRequest) error {
	session, err := r.sink.Begin(ctx, storage.Target{
		Table: r.request.Table, Kind: storage.Profiles, Mode: r.request.Mode,
		Fingerprint: rand.Text(), Metadata: r.metadata(),
	})
	if err != nil {
		return interrupted(ctx, err)
	}
	r.session = session
	err = r.read(ctx, queries, r.deliver)
	if err = interrupted(ctx, err); err != nil {
		r.leave(ctx)
		return err
	}
	return r.publish(ctx)
}

// deliver stores a run of pages as one unit.
func (r *profilesRun) deliver(ctx context.Context, run pageRun) (err error) {
	rows := newProfileRows(run, r.allowed)
	defer func() { rows.close(err == nil) }()
	report, err := r.sink.WriteUnit(ctx, r.session.ID, rows.unit, rows)
	switch {
	case err != nil && errors.As(rows.failed, new(*mperr.RowsRejected)):
		return rows.failed // which the sink may have wrapped
	case err != nil:
		return err
	case !rows.ended:
		return disagrees(rows.unit, "it did not read the unit to its end")
	}
	if err := accounts(rows.unit, report, rows.count+rows.rejects.count, rows.rejects.count); err != nil {
		return err
	}
	r.book(run, report, rows.offset)
	r.tracker.pages(rows.unit, len(run.pages), rows.count, rows.offset)
	return nil
}

func (r *profilesRun) book(run pageRun, report storage.UnitReport, bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.summary.Counts = r.summary.plus(countsOf(report))
	r.summary.Units++
	r.summary.Pages += len(run.pages)
	r.summary.Bytes += bytes
}

// publish commits the session and holds the table against the books. An interrupt that comes now is too late.
func (r *profilesRun) publish(ctx context.Context) error {
	table, err := r.sink.Commit(context.WithoutCancel(ctx), r.session.ID)
	if err != nil {
		return err
	}
	r.summary.Committed, r.summary.TableRows = true, table.Rows
	if stored := r.summary.Stored; table.Rows < stored || r.request.Mode != storage.Append && table.Rows != stored {
		return unbalanced("%d profiles were stored and the table has %d", stored, table.Rows)
	}
	r.tracker.step(Committed, storage.Unit{})
	return nil
}

// leave ends the session of a run that is not whole.
func (r *profilesRun) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leavePatience)
	defer cancel()
	if err := r.sink.Abort(ctx, r.session.ID); err != nil && !isPluginEnd(err) {
		r.config.Log.Warn("the write session could not be ended", "table", r.request.Table, "cause", err)
	}
}
