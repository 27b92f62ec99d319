package discovery

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/mixpanel-data/mp/internal/spelling"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// ofEvent judges an answer about an event by its length, or its error. Of an event that is not there Mixpanel gives an
// empty list or refuses the question, as it does for other reasons too, so that only then the names are asked for.
func (p *Project) ofEvent(ctx context.Context, event string, length int, err error) error {
	if err == nil && length > 0 {
		return nil
	}
	if err != nil && !isRefused(err) {
		return err
	}
	names, certain, namesErr := p.namesWithout(ctx, event)
	switch {
	case err == nil && namesErr != nil:
		return ctx.Err() // the answer stands: nothing is known of the event that speaks against it
	case namesErr != nil:
		return errors.Join(err, namesErr)
	case certain:
		return &mperr.EventNotFound{EventName: event, SimilarEvents: spelling.Similar(event, names, 5)}
	}
	return err
}

// isRefused says that Mixpanel did not like the question.
func isRefused(err error) bool {
	refused, ok := errors.AsType[*mperr.QueryFailed](err)
	return ok && (refused.StatusCode == http.StatusBadRequest || refused.StatusCode == http.StatusNotFound)
}

// namesWithout gives the project's events. It is certain that the event is not among them where Mixpanel has just said so:
// kept names may be older than the event, and cut ones lack it for another reason.
func (p *Project) namesWithout(ctx context.Context, event string) (names []string, certain bool, err error) {
	known, kept, err := p.eventNames(ctx, EventsOptions{})
	if err == nil && kept && !slices.Contains(known.Names(), event) {
		known, _, err = p.eventNames(ctx, EventsOptions{Refresh: true})
	}
	if err != nil {
		return nil, false, err
	}
	return known.Names(), !known.Truncated() && !slices.Contains(known.Names(), event), nil
}
