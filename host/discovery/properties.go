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
	question := mixpanel.Question{API: mixpanel.APIQuery, Path: "events/properties/top", Params: url.Values{"event": {options.Event}}}
	// Mixpanel gives ten where it is not told how many.
	answer, asked, _, err := askMany[properties](ctx, p, question, mostNames, options.Refresh)
	if err := p.ofEvent(ctx, options.Event, len(answer), err); err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(answer))
	return result.NewNames(result.NamesFields{Column: "property", Names: names, Truncated: isCut(len(names), asked)})
}
