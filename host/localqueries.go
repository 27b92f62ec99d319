package host

import (
	"cmp"
	"context"
	"slices"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/result"
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

// Local gives the engine that answers the questions of package live from a stored table; see package local.
//
// It works where no credentials are configured and no account is asked for by name: then nothing tells in which clock the
// project's export shows time, which is taken for UTC, and Options.Warn is told. Every other error of [Workspace.Credentials]
// is returned: the answer of another account's clock would be a wrong one.
func (w *Workspace) Local(ctx context.Context, options LocalOptions) (local.Engine, error) {
	engine := local.Engine{
		Store: w, Table: options.Table, Zone: options.Zone, Strict: options.Strict, Warn: w.options.Warn, Now: w.options.Now,
	}
	outcome, err := w.Resolve(ctx)
	switch {
	case err == nil:
		engine.LocalTime = outcome.Credentials.ExportTime() == credential.ExportProject
		engine.Zone = cmp.Or(options.Zone, outcome.Credentials.Timezone())
	case !outcome.Unconfigured():
		return engine, err
	default:
		w.options.Warn("no credentials are configured: the export's clock is taken for UTC; " +
			"for an older project, whose export shows its own time, configure an account with export_time = project")
	}
	if engine.Zone == "" {
		engine.Zone = "UTC"
		w.options.Warn("the account does not tell the project's time zone: days are those of UTC; " +
			"name the zone with --zone, or timezone in the account, for the days that Mixpanel shows")
	}
	return engine, nil
}

// LiveDistribution asks Mixpanel what [local.Engine.Distribution] tells of stored events. A limit of 0 is all values here as
// there, as far as Mixpanel gives them: the most frequent [live.MaxSegments].
func (w *Workspace) LiveDistribution(ctx context.Context, q local.Property, limit int) (*result.PropertyDistributionResult, error) {
	events := live.Segmentation{Event: q.Event, From: q.From, To: q.To, Unit: live.Month}
	counted, err := askLive(ctx, w, events, events.Ask) // the counts below tell of an event that is not there
	if err != nil {
		return nil, err
	}
	values, err := w.PropertyCounts(ctx, live.PropertyCounts{
		Event: q.Event, Property: q.Property, From: q.From, To: q.To, Unit: live.Month, Limit: cmp.Or(limit, live.MaxSegments),
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
