package host

import (
	"context"
	"iter"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/mixpanel"
)

// StreamEvents gives the raw events of a range of days one by one, without a store and in bounded memory; see
// [fetch.StreamEvents]. Nothing is asked before somebody ranges over it, and each time anew. The first error ends it. Where
// nothing came of named events, Options.Warn is told of those that are not there.
func (w *Workspace) StreamEvents(ctx context.Context, request fetch.Request) iter.Seq2[fetch.EventRow, error] {
	rows := streamed(ctx, w, func(config fetch.Config) error { return fetch.CheckStream(request, config) },
		func(client *mixpanel.Client, config fetch.Config) iter.Seq2[fetch.EventRow, error] {
			return fetch.StreamEvents(ctx, client, request, config)
		})
	return func(yield func(fetch.EventRow, error) bool) {
		nothing := true
		rows(func(row fetch.EventRow, err error) bool {
			nothing = false
			return yield(row, err)
		})
		if nothing {
			w.tellDoubt(ctx, live.Doubt{Events: request.Events})
		}
	}
}

// StreamProfiles gives profiles one by one, without a store and in bounded memory, as one snapshot; see
// [fetch.StreamProfiles]. Otherwise it is as [Workspace.StreamEvents].
func (w *Workspace) StreamProfiles(ctx context.Context, request fetch.ProfilesRequest) iter.Seq2[fetch.ProfileRow, error] {
	return streamed(ctx, w, func(config fetch.Config) error { return fetch.CheckProfileStream(request, config) },
		func(client *mixpanel.Client, config fetch.Config) iter.Seq2[fetch.ProfileRow, error] {
			return fetch.StreamProfiles(ctx, client, request, config)
		})
}

// streamed is a stream that asks for credentials when it is ranged over.
func streamed[T any](ctx context.Context, w *Workspace, check func(fetch.Config) error, open func(*mixpanel.Client, fetch.Config) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		config, err := w.countedFetch(ctx)
		if err == nil {
			err = check(config)
		}
		var client *mixpanel.Client
		if err == nil {
			client, err = w.Client(ctx)
		}
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		open(client, config)(yield)
	}
}
