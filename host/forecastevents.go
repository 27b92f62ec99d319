package host

import (
	"context"
	"errors"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// ForecastEvents tells what [Workspace.FetchEvents] would do with a request, asks Mixpanel nothing and stores nothing; see
// [fetch.Foresee]. It is for a workspace that is opened ReadOnly: another one makes the store where there is none.
func (w *Workspace) ForecastEvents(ctx context.Context, request fetch.Request) (fetch.Forecast, error) {
	config, err := w.countedFetch(ctx)
	if err != nil {
		return fetch.Forecast{}, err
	}
	// Before the store is opened, which a request without sense does not need.
	if err := fetch.Check(request, config); err != nil {
		return fetch.Forecast{}, err
	}
	var catalog fetch.Catalog
	sink, err := w.Sink(ctx)
	switch {
	case err == nil:
		catalog = sink
	case !errors.As(err, new(*mperr.DatabaseNotFound)):
		return fetch.Forecast{}, err
	}
	return fetch.Foresee(ctx, catalog, request, config)
}
