package host

import (
	"cmp"
	"context"
	"time"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/result"
)

// ActivityFeed asks Mixpanel what users did, event by event; see [live.ActivityFeed.Ask]. A range that is left open is the
// last [live.FeedDays] days of the project's zone, or of UTC where the account tells none. Times are read by the account's
// clock, as those of a fetch are.
func (w *Workspace) ActivityFeed(ctx context.Context, q live.ActivityFeed) (*result.ActivityFeedResult, error) {
	q.ExportTime, q.Location = "", nil
	now := w.options.Now()
	if err := q.WithDefaults(now).Validate(); err != nil { // before credentials are looked for
		return nil, err
	}
	config, err := w.fetchConfig(ctx)
	if err != nil {
		return nil, err
	}
	q.ExportTime, q.Location = config.ExportTime, config.Location
	q = q.WithDefaults(now.In(cmp.Or(q.Location, time.UTC)))
	return askLive(ctx, w, q, q.Ask)
}
