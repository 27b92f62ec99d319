package discovery

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/result"
)

// CountTypes are the ways to count events: all of them, the users they come from, and events by user.
func CountTypes() []string { return []string{"general", "unique", "average"} }

// TopEventsOptions are those of [Project.TopEvents].
type TopEventsOptions struct {
	// Type is how events are counted, one of [CountTypes]; "" is general.
	Type string
	// Limit is how many events to give at most; 0 is Mixpanel's 100, and 5000 the most.
	Limit int
}

// Validate says what is wrong with the options.
func (o TopEventsOptions) Validate() error {
	return cmp.Or(oneOf("type", o.Type, CountTypes()), atMost("limit", o.Limit))
}

type topEvents struct {
	Events []struct {
		Event         word    `json:"event"`
		Amount        amount  `json:"amount"`
		PercentChange float64 `json:"percent_change"`
	} `json:"events"`
}

// TopEvents gives today's most common events, the most common first. It is asked each time.
func (p *Project) TopEvents(ctx context.Context, options TopEventsOptions) (*result.List[result.TopEvent], error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	params := url.Values{"type": {cmp.Or(options.Type, "general")}}
	if options.Limit > 0 {
		params.Set("limit", strconv.Itoa(options.Limit))
	}
	answer, err := askNow[topEvents](ctx, p, mixpanel.Question{API: mixpanel.APIQuery, Path: "events/top", Params: params})
	if err != nil {
		return nil, err
	}
	events := make([]result.TopEvent, len(answer.Events))
	for i, e := range answer.Events {
		events[i] = result.TopEvent{Event: string(e.Event), Count: float64(e.Amount), PercentChange: e.PercentChange}
	}
	slices.SortFunc(events, func(a, b result.TopEvent) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Event, b.Event))
	})
	return result.NewList(events)
}
