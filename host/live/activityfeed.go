package live

import (
	"cmp"
	"context"
	"time"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/result"
)

// ActivityFeed asks what users did, event by event. Mixpanel keeps the endpoint in maintenance mode.
//
// https://developer.mixpanel.com/reference/activity-stream-query
type ActivityFeed struct {
	// DistinctIDs are the users. At least one is required.
	DistinctIDs []string
	// From and To are the inclusive range of days, of the project's time zone. Required; see WithDefaults.
	From, To string
	// ExportTime says whose clock the times of the answer show, as in raw exports: that of the project's zone for projects made
	// before 2023. "" is [credential.ExportUTC].
	ExportTime credential.ExportTime
	// Location is the project's zone. It is required for [credential.ExportProject] and unused for [credential.ExportUTC].
	Location *time.Location
}

// FeedDays is how many days a feed has where no range is asked for, as Mixpanel's own pages have it.
const FeedDays = 30

// WithDefaults is the question with what was left open filled in: the range ends on the day of now, in the zone of that time,
// and has FeedDays days. A day that cannot be read is left for Validate.
func (q ActivityFeed) WithDefaults(now time.Time) ActivityFeed {
	q.To = cmp.Or(q.To, now.Format(time.DateOnly))
	if last, err := parseDay("to_date", q.To); err == nil {
		q.From = cmp.Or(q.From, last.AddDate(0, 0, 1-FeedDays).Format(time.DateOnly))
	}
	return q
}

// Validate says what cannot be asked; see the package text for the error.
func (q ActivityFeed) Validate() error {
	return cmp.Or(checkNames("distinct_ids", q.DistinctIDs), checkDays(q.From, q.To), exporttime.Check(q.ExportTime, q.Location))
}

// Ask asks Mixpanel; see the package text for errors. Times are true instants, made by the [exporttime.Clock] that makes those
// of a fetch.
func (q ActivityFeed) Ask(ctx context.Context, asker Asker) (*result.ActivityFeedResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	users, err := list(q.DistinctIDs)
	if err != nil {
		return nil, err
	}
	answer, err := ask(ctx, asker, "stream/query", params{"distinct_ids": users, "from_date": q.From, "to_date": q.To}.values())
	if err != nil {
		return nil, err
	}
	events, err := q.read(answer)
	if err != nil {
		return nil, unclear("stream/query", err)
	}
	made, err := result.NewActivityFeed(result.ActivityFeedFields{
		DistinctIDs: q.DistinctIDs, FromDate: q.From, ToDate: q.To, Events: events,
	})
	return understood("stream/query", made, err)
}
