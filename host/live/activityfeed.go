package live

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/mixpanel-data/mp/sdk/result"
)

// ActivityFeed asks what users did, event by event. Mixpanel keeps the endpoint in maintenance mode.
//
// https://developer.mixpanel.com/reference/activity-stream-query
type ActivityFeed struct {
	// DistinctIDs are the users. At least one is required.
	DistinctIDs []string
	// From and To are the inclusive range of days. Required.
	From, To string
}

// Validate says what cannot be asked; see the package text for the error.
func (q ActivityFeed) Validate() error {
	return cmp.Or(checkNames("distinct_ids", q.DistinctIDs), checkDays(q.From, q.To))
}

// Ask asks Mixpanel; see the package text for errors. Times are read as UTC; Mixpanel shifts those of projects made before
// 2023 into the project's time zone.
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
	events, err := readFeed(answer)
	if err != nil {
		return nil, unclear("stream/query", err)
	}
	made, err := result.NewActivityFeed(result.ActivityFeedFields{
		DistinctIDs: q.DistinctIDs, FromDate: q.From, ToDate: q.To, Events: events,
	})
	return understood("stream/query", made, err)
}

// readFeed reads {"results":{"events":[…]}}, also where the outer layers are missing.
func readFeed(answer json.RawMessage) ([]result.ActivityFields, error) {
	var read []struct {
		Event      string          `json:"event"`
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(within(within(answer, "results", "data"), "events"), &read); err != nil {
		return nil, err
	}
	events := make([]result.ActivityFields, len(read))
	for i, one := range read {
		event, err := readActivity(one.Properties)
		if err != nil {
			return nil, fmt.Errorf("event %d, %q: %w", i+1, one.Event, err)
		}
		event.Event = one.Event
		events[i] = event
	}
	return events, nil
}

// readActivity takes time and user out of the properties; Mixpanel writes distinct_id with and without a dollar sign.
func readActivity(properties json.RawMessage) (result.ActivityFields, error) {
	var read struct {
		Time     *quantity       `json:"time"`
		Dollared json.RawMessage `json:"$distinct_id"`
		Plain    json.RawMessage `json:"distinct_id"`
	}
	if err := json.Unmarshal(properties, &read); err != nil {
		return result.ActivityFields{}, err
	}
	if read.Time == nil || *read.Time == 0 {
		return result.ActivityFields{}, errors.New("it has no time")
	}
	return result.ActivityFields{
		Time: timeOf(float64(*read.Time)), DistinctID: cmp.Or(textOf(read.Dollared), textOf(read.Plain)), Properties: properties,
	}, nil
}

// milliseconds is where a number of seconds would be in the year 5138, so that it must be one of milliseconds.
const milliseconds = 1e11

func timeOf(epoch float64) time.Time {
	if math.Abs(epoch) < milliseconds {
		epoch *= 1000
	}
	return time.UnixMilli(int64(math.Round(epoch))).UTC()
}

// textOf is an id that may be written as a text or a number; "" for none.
func textOf(id json.RawMessage) string {
	var text string
	if len(id) == 0 || string(id) == "null" || json.Unmarshal(id, &text) == nil {
		return text
	}
	return string(id)
}
