package discovery

import (
	"cmp"
	"context"
	"slices"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/result"
)

type cohort struct {
	ID          number `json:"id"`
	Name        word   `json:"name"`
	Count       number `json:"count"`
	Description word   `json:"description"`
	Created     word   `json:"created"`
	IsVisible   flag   `json:"is_visible"`
}

// Cohorts gives the saved cohorts, sorted by name.
func (p *Project) Cohorts(ctx context.Context, options Options) (*result.List[result.SavedCohort], error) {
	// Only POST is documented.
	question := mixpanel.Question{API: mixpanel.APIQuery, Path: "cohorts/list", Post: true}
	answer, _, err := ask[readable[cohort]](ctx, p, question, options.Refresh)
	if err != nil {
		return nil, err
	}
	for _, reason := range answer.unread {
		p.cache.config.Warn("a cohort is left out: " + reason)
	}
	cohorts := make([]result.SavedCohort, len(answer.items))
	for i, c := range answer.items {
		cohorts[i] = result.SavedCohort{
			ID: int64(c.ID), Name: string(c.Name), Count: int64(c.Count),
			Description: string(c.Description), Created: string(c.Created), IsVisible: bool(c.IsVisible),
		}
	}
	slices.SortFunc(cohorts, func(a, b result.SavedCohort) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return result.NewList(cohorts)
}
