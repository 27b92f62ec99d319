package host

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// FetchEvents brings the raw events of a range of days into a table; see [fetch.Events] for what is stored when, and for
// the errors. The summary beside an error tells how far the fetch came. Calling it again with the same request goes on
// where an incomplete or cancelled one stopped; for that the store is opened anew, which waits for the workspace's other
// fetches and ends readers of the old one. Fetches of different tables run at once; of two of the same table, the later one
// ends with [mperr.SessionConflict]. Where nothing came of named events, Options.Warn is told of those that are not there.
func (w *Workspace) FetchEvents(ctx context.Context, request fetch.Request) (fetch.Summary, error) {
	summary, err := w.fetchInto(ctx, fetching{
		table: request.Table,
		check: func(config fetch.Config) error { return fetch.Check(request, config) },
		run: func(ctx context.Context, client *mixpanel.Client, sink storage.Sink, config fetch.Config) (fetch.Summary, error) {
			return fetch.Events(ctx, client, sink, request, config)
		},
	})
	if err == nil && summary.Received+summary.Resumed.Received == 0 && summary.DaysSkipped == 0 {
		w.tellDoubt(ctx, live.Doubt{Events: request.Events})
	}
	return summary, err
}

// fetching is a fetch of one kind.
type fetching struct {
	table string
	// check refuses a request without sense.
	check func(fetch.Config) error
	run   func(ctx context.Context, client *mixpanel.Client, sink storage.Sink, config fetch.Config) (fetch.Summary, error)
}

// fetchInto runs a fetch into a table of the store.
func (w *Workspace) fetchInto(ctx context.Context, f fetching) (fetch.Summary, error) {
	// The engine starts while the credentials are asked for, as each takes a while.
	config, _, err := both(ctx, w.countedFetch, w.startEngine)
	if err != nil {
		return fetch.Summary{}, err
	}
	// Before the store is made, which a request without sense, or a client that cannot be made, should not leave behind.
	if err := f.check(config); err != nil {
		return fetch.Summary{}, err
	}
	client, err := w.Client(ctx)
	if err != nil {
		return fetch.Summary{}, err
	}
	if err := w.fetches.begin(ctx, f.table, w.closeStore); err != nil {
		return fetch.Summary{}, err
	}
	var unfinished, lost bool
	defer func() { w.fetches.end(f.table, unfinished, lost) }()
	store, err := w.openedStore(ctx)
	if err != nil {
		return fetch.Summary{}, err
	}
	config.Columns = slices.Contains(store.engine.Engine().Capabilities(), storage.CapabilityColumns)
	var summary fetch.Summary
	err = store.whileRunning(ctx, func(ctx context.Context) (err error) {
		summary, err = f.run(ctx, client, store.sink, config)
		return err
	})
	// A conflict is about another fetch's session, which is none of this one's.
	unfinished = err != nil && !summary.Committed && !errors.As(err, new(*mperr.SessionConflict))
	lost = closed(store.engine.Done())
	return summary, err
}

func (w *Workspace) fetchConfig(ctx context.Context) (fetch.Config, error) {
	credentials, err := w.Credentials(ctx)
	if err != nil {
		return fetch.Config{}, err
	}
	config := fetch.Config{
		ProjectID: credentials.ProjectID(), DataView: w.options.Mixpanel.DataView, ExportTime: credentials.ExportTime(),
		Progress: w.options.Progress, Log: w.options.Log, Now: w.options.Now,
	}
	if zone := credentials.Timezone(); zone != "" {
		if config.Location, err = time.LoadLocation(zone); err != nil {
			return config, &mperr.ConfigError{Message: "the time zone " + zone + " is not known", Key: "timezone", Fix: "name an IANA zone", Cause: err}
		}
	}
	return config, nil
}

var (
	_ fetch.Exporter = (*mixpanel.Client)(nil)
	_ fetch.Engager  = (*mixpanel.Client)(nil)
	_ fetch.Sink     = storage.Sink(nil)
)
