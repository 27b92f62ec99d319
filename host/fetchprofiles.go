package host

import (
	"context"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// FetchProfiles brings profiles of users, or of a group key, into a table as one snapshot; see [fetch.Profiles] for the errors.
// Nothing is visible before all of it has arrived; calling it again after an error begins anew. What is said of other fetches
// at [Workspace.FetchEvents] holds here too.
func (w *Workspace) FetchProfiles(ctx context.Context, request fetch.ProfilesRequest) (fetch.Summary, error) {
	return w.fetchInto(ctx, fetching{
		table: request.Table,
		check: func(config fetch.Config) error { return fetch.CheckProfiles(request, config) },
		run: func(ctx context.Context, client *mixpanel.Client, sink storage.Sink, config fetch.Config) (fetch.Summary, error) {
			return fetch.Profiles(ctx, client, sink, request, config)
		},
	})
}
