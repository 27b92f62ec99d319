package discovery

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/result"
)

// EventsOptions are those of [Project.Events].
type EventsOptions struct {
	// Limit is how many names to ask for at most, the most common ones; 0 is 5000, which is all that Mixpanel gives.
	Limit int
	// Refresh asks anew.
	Refresh bool
}

// Validate says what is wrong with the options.
func (o EventsOptions) Validate() error { return atMost("limit", o.Limit) }

// Events gives the names of the events of the last 31 days, hidden ones left out, sorted.
func (p *Project) Events(ctx context.Context, options EventsOptions) (*result.Names, error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	names, _, err := p.eventNames(ctx, options)
	return names, err
}

// eventNames tells too whether the names are kept ones.
func (p *Project) eventNames(ctx context.Context, options EventsOptions) (names *result.Names, kept bool, err error) {
	answer, asked, kept, err := askMany[array[word]](ctx, p, listOfEvents(), cmp.Or(options.Limit, mostNames), options.Refresh)
	if err != nil {
		return nil, false, err
	}
	names, err = namesOfEvents(answer, asked)
	return names, kept, err
}

// KeptEvents gives what [Project.Events] would give of an answer that is kept. It asks nothing.
func (p *Project) KeptEvents() (names *result.Names, ok bool) {
	answer, asked, ok := keptMany[array[word]](p, listOfEvents(), mostNames)
	if !ok {
		return nil, false
	}
	names, err := namesOfEvents(answer, asked)
	return names, err == nil
}

func listOfEvents() mixpanel.Question {
	return mixpanel.Question{API: mixpanel.APIQuery, Path: "events/names", Params: url.Values{"type": {"general"}}}
}

func namesOfEvents(answer array[word], asked int) (*result.Names, error) {
	return result.NewNames(result.NamesFields{Column: "event", Names: inOrder(texts(answer)), Truncated: isCut(len(answer), asked)})
}

// inOrder sorts names, each once.
func inOrder(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}
