package discovery

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"slices"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/result"
)

// PropertiesOptions are those of [Project.Properties].
type PropertiesOptions struct {
	// Event is the event whose properties are listed. Required.
	Event string
	// Refresh asks anew.
	Refresh bool
}

// Validate says what is wrong with the options.
func (o PropertiesOptions) Validate() error { return required("event", o.Event) }

// properties are counted by name, which is all that is read: the count of a computed property is absent.
type properties map[string]json.RawMessage

func (p properties) size() int { return len(p) }

// Properties gives the names of an event's properties, sorted. [mperr.EventNotFound] where there is no such event.
func (p *Project) Properties(ctx context.Context, options PropertiesOptions) (*result.Names, error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	// Mixpanel gives ten where it is not told how many.
	answer, asked, _, err := askMany[properties](ctx, p, listOfProperties(options.Event), mostNames, options.Refresh)
	if err := p.ofEvent(ctx, options.Event, len(answer), err); err != nil {
		return nil, err
	}
	return answer.names(asked)
}

// KeptProperties gives what [Project.Properties] would give of an answer that is kept. It asks nothing.
func (p *Project) KeptProperties(event string) (names *result.Names, ok bool) {
	answer, asked, ok := keptMany[properties](p, listOfProperties(event), mostNames)
	if !ok {
		return nil, false
	}
	names, err := answer.names(asked)
	return names, err == nil
}

func listOfProperties(event string) mixpanel.Question {
	return mixpanel.Question{API: mixpanel.APIQuery, Path: "events/properties/top", Params: url.Values{"event": {event}}}
}

func (p properties) names(asked int) (*result.Names, error) {
	names := slices.Sorted(maps.Keys(p))
	return result.NewNames(result.NamesFields{Column: "property", Names: names, Truncated: isCut(len(names), asked)})
}
