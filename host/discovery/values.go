package discovery

import (
	"cmp"
	"context"
	"net/url"
	"strconv"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// ValuesOptions are those of [Project.Values].
type ValuesOptions struct {
	// Property is the property whose values are listed. Required.
	Property string
	// Event is the event that has the property; "" is every event, which not all of Mixpanel's servers answer.
	Event string
	// Limit is how many values to ask for at most; 0 is 100, and 5000 the most.
	Limit int
	// Refresh asks anew.
	Refresh bool
}

// Validate says what is wrong with the options.
func (o ValuesOptions) Validate() error {
	return cmp.Or(required("name", o.Property), atMost("limit", o.Limit))
}

// Values gives values of a property, as texts and in Mixpanel's order. [mperr.EventNotFound] where there is no such event;
// a property that nothing has is an empty list.
func (p *Project) Values(ctx context.Context, options ValuesOptions) (*result.Names, error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	limit := cmp.Or(options.Limit, 100)
	params := url.Values{"name": {options.Property}, "limit": {strconv.Itoa(limit)}}
	if options.Event != "" {
		params.Set("event", options.Event)
	}
	question := mixpanel.Question{API: mixpanel.APIQuery, Path: "events/properties/values", Params: params}
	answer, _, err := ask[array[word]](ctx, p, question, options.Refresh)
	switch {
	case options.Event != "":
		err = p.ofEvent(ctx, options.Event, len(answer), err)
	case isRefused(err):
		// Mixpanel's pages require the event, and its servers were seen to do without.
		err = &mperr.InvalidArgument{Argument: "event", Reason: "is required, as Mixpanel does not list the values of all events: " + err.Error()}
	}
	if err != nil {
		return nil, err
	}
	return result.NewNames(result.NamesFields{Column: "value", Names: texts(answer), Truncated: len(answer) >= limit})
}
