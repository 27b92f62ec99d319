package host

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// LocalOptions say from what questions are answered locally. Table is required.
type LocalOptions struct {
	// Table is the table of events.
	Table string
	// Zone is the project's time zone by its IANA name; "" is that of the account, or UTC, of which Options.Warn is told.
	Zone string
	// Strict makes an error of days that the table lacks, which else Options.Warn is told.
	Strict bool
}

// Local gives the engine that answers the questions of package live from a stored table; see package local. It works
// without credentials where Zone says in which zone days are days.
func (w *Workspace) Local(ctx context.Context, options LocalOptions) (local.Engine, error) {
	engine := local.Engine{
		Store: localStore{w}, Table: options.Table, Zone: options.Zone, Strict: options.Strict, Warn: w.options.Warn, Now: w.options.Now,
	}
	credentials, err := w.Credentials(ctx)
	switch {
	case err == nil:
		engine.LocalTime = credentials.ExportTime() == credential.ExportProject
		engine.Zone = cmp.Or(options.Zone, credentials.Timezone())
	case !errors.Is(err, mperr.ErrConfig):
		return engine, err
	}
	if engine.Zone == "" {
		engine.Zone = "UTC"
		w.options.Warn("the account does not tell the project's time zone: days are those of UTC; " +
			"name the zone with --zone, or timezone in the account, for the days that Mixpanel shows")
	}
	return engine, nil
}

// localStore is the workspace's store as the local engine needs it.
type localStore struct{ *Workspace }

func (s localStore) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	return withSink(ctx, s.Workspace, func(sink storage.Sink) (storage.Reader, error) {
		if analyzer, ok := sink.(storage.Analyzer); ok {
			return analyzer.Analyze(ctx, question)
		}
		return nil, s.unsupported(storage.CapabilityAnalyze)
	})
}

// LiveDistribution asks Mixpanel what [local.Engine.Distribution] tells of stored events.
func (w *Workspace) LiveDistribution(ctx context.Context, q local.Property, limit int) (*result.PropertyDistributionResult, error) {
	counted, err := w.Segmentation(ctx, live.Segmentation{Event: q.Event, From: q.From, To: q.To, Unit: live.Month})
	if err != nil {
		return nil, err
	}
	values, err := w.PropertyCounts(ctx, live.PropertyCounts{
		Event: q.Event, Property: q.Property, From: q.From, To: q.To, Unit: live.Month, Limit: limit,
	})
	if err != nil {
		return nil, err
	}
	fields := result.PropertyDistributionFields{
		Event: q.Event, PropertyName: q.Property, FromDate: q.From, ToDate: q.To, TotalCount: int64(counted.Total()),
	}
	for value, counts := range values.Series() {
		entry := result.ValueCount{Value: value}
		for _, n := range counts {
			entry.Count += int64(n)
		}
		if entry.Count > 0 {
			fields.Values = append(fields.Values, entry)
		}
	}
	slices.SortFunc(fields.Values, func(a, b result.ValueCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return result.NewPropertyDistribution(fields)
}

// LiveDailyCounts asks Mixpanel what [local.Engine.DailyCounts] tells of stored events. It needs the events' names.
func (w *Workspace) LiveDailyCounts(ctx context.Context, q live.EventCounts) (*result.DailyCountsResult, error) {
	q.Unit, q.Type = live.Day, live.General
	counted, err := w.EventCounts(ctx, q)
	if err != nil {
		return nil, err
	}
	fields := result.DailyCountsFields{FromDate: q.From, ToDate: q.To, Events: q.Events}
	for event, counts := range counted.Series() {
		for date, n := range counts {
			if n > 0 {
				fields.Counts = append(fields.Counts, result.DailyCount{Date: date, Event: event, Count: int64(n)})
			}
		}
	}
	return result.NewDailyCounts(fields)
}
