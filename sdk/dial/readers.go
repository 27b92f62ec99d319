package dial

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/internal/powers"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// readersEngine opens a store that is open already, for readers.
type readersEngine struct{ shared Shared }

var _ storage.Engine = readersEngine{}

// Capabilities are the sink's powers to answer.
func (e readersEngine) Capabilities() []storage.Capability {
	return powers.Of(e.shared.Sink).Capabilities()
}

// Open gives a sink for reading; nobody opens this store for writing a second time.
func (e readersEngine) Open(_ context.Context, options storage.Options) (storage.Sink, error) {
	if !options.ReadOnly {
		return nil, e.shared.Locked
	}
	has := powers.Of(e.shared.Sink)
	if has.Querier != nil {
		has.Querier = readersQuerier{has.Querier, e.shared.Locked}
	}
	return powers.Join(readersSink{Catalog: e.shared.Sink, locked: e.shared.Locked}, has), nil
}

// readersSink is the reading half of a store. Closing it closes nothing: the store is another's.
type readersSink struct {
	storage.Catalog

	locked error
}

var _ storage.Sink = readersSink{}

func (s readersSink) Begin(context.Context, storage.Target) (storage.Session, error) {
	return storage.Session{}, s.locked
}

func (s readersSink) WriteUnit(context.Context, string, storage.Unit, storage.Rows) (storage.UnitReport, error) {
	return storage.UnitReport{}, s.locked
}

func (s readersSink) Commit(context.Context, string) (storage.Table, error) {
	return storage.Table{}, s.locked
}

func (s readersSink) Abort(context.Context, string) error { return s.locked }
func (s readersSink) Drop(context.Context, string) error  { return s.locked }
func (s readersSink) Close(context.Context) error         { return nil }

// readersQuerier answers SQL that only reads.
type readersQuerier struct {
	querier storage.Querier
	locked  error
}

// Query refuses what may write.
func (q readersQuerier) Query(ctx context.Context, query storage.Query) (storage.Reader, error) {
	if query.Write {
		return nil, q.locked
	}
	return q.querier.Query(ctx, query)
}
