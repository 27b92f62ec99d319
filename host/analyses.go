package host

import (
	"context"
	"errors"

	"github.com/mixpanel-data/mp/host/stored"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Analyze answers a question about a stored table; see [storage.Analyzer]. [mperr.CapabilityNotSupported] where the storage
// plugin answers none, or not this one. The reader is closed by the caller. Questions of everyday have methods of their own.
func (w *Workspace) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	return withSink(ctx, w, func(sink storage.Sink) (storage.Reader, error) {
		analyzer, ok := sink.(storage.Analyzer)
		if !ok {
			return nil, w.unsupported(storage.CapabilityAnalyze)
		}
		reader, err := analyzer.Analyze(ctx, question)
		if unknown, ok := errors.AsType[*mperr.CapabilityNotSupported](err); ok && unknown.Fix == "" {
			return nil, w.unsupported(storage.Capability(unknown.Capability))
		}
		return reader, err
	})
}

// Summarize gives figures of every column of a stored table: its type, least and greatest value, about how many different
// ones, the share of nulls, and of numbers mean, deviation and quartiles. It needs no credentials.
func (w *Workspace) Summarize(ctx context.Context, table string) (*result.SummaryResult, error) {
	return stored.Summarize(ctx, w, table)
}

// Breakdown counts the events of a stored table and who did them, the most frequent event first. [mperr.InvalidArgument]
// where the table is not one of events. It needs no credentials.
func (w *Workspace) Breakdown(ctx context.Context, table string) (*result.EventBreakdownResult, error) {
	return stored.Breakdown(ctx, w, table)
}

// PropertyKeys lists the properties that the rows of a stored table have, in the order of their bytes; event restricts them
// to one event, "" is all. It needs no credentials.
func (w *Workspace) PropertyKeys(ctx context.Context, table, event string) (*result.Names, error) {
	return stored.PropertyKeys(ctx, w, table, event)
}

// ColumnStats gives figures of one column of a stored table and its top most frequent values. Column is the name of a
// column or an SQL expression over the columns, such as properties->>'$.country'; [mperr.QueryFailed] tells what is wrong
// with one, and where. It needs no credentials.
func (w *Workspace) ColumnStats(ctx context.Context, table, column string, top int) (*result.ColumnStatsResult, error) {
	return stored.ColumnStats(ctx, w, table, column, top)
}
