package discovery

import (
	"cmp"
	"context"
	"slices"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/result"
)

// Options are those of questions that have no others.
type Options struct {
	// Refresh asks anew.
	Refresh bool
}

// Validate finds nothing wrong.
func (Options) Validate() error { return nil }

type funnel struct {
	FunnelID number `json:"funnel_id"`
	Name     word   `json:"name"`
}

var listOfFunnels = mixpanel.Question{API: mixpanel.APIQuery, Path: "funnels/list"}

// Funnels gives the saved funnels, sorted by name.
func (p *Project) Funnels(ctx context.Context, options Options) (*result.List[result.FunnelInfo], error) {
	answer, _, err := ask[array[funnel]](ctx, p, listOfFunnels, options.Refresh)
	if err != nil {
		return nil, err
	}
	funnels := make([]result.FunnelInfo, len(answer))
	for i, f := range answer {
		funnels[i] = result.FunnelInfo{FunnelID: int64(f.FunnelID), Name: string(f.Name)}
	}
	slices.SortFunc(funnels, func(a, b result.FunnelInfo) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.FunnelID, b.FunnelID))
	})
	return result.NewList(funnels)
}

// KeptFunnelName is the name of a saved funnel, as far as an answer that is kept tells it. It asks nothing.
func (p *Project) KeptFunnelName(id int64) (name string, ok bool) {
	kept, _ := keptAnswer[array[funnel]](p, keyOf(listOfFunnels))
	for _, f := range kept {
		if int64(f.FunnelID) == id {
			return string(f.Name), true
		}
	}
	return "", false
}
