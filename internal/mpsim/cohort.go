package mpsim

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// Cohort is a saved cohort of a project.
type Cohort struct {
	ID          int64
	Name        string
	Description string
	Visible     bool
	// Members is the number of distinct_ids in it, with and without a profile.
	Members int
}

// cohortRule is a cohort and who is in it: those whose profile fulfils where, or
// those who have sent the event so many times.
type cohortRule struct {
	Cohort

	where string
	event string
	least int
}

// cohortRules are the cohorts of every project. The properties they look at
// never change, so that neither do the members.
var cohortRules = []cohortRule{
	{Cohort: Cohort{ID: 88101, Name: "Buyers", Description: "Placed an order", Visible: true}, event: "Order Placed", least: 1},
	{Cohort: Cohort{ID: 88102, Name: "Window shoppers", Description: "Ten product views or more", Visible: true},
		event: "Product Viewed", least: 10},
	{Cohort: Cohort{ID: 88103, Name: "Pro plan", Visible: true}, where: `user["plan"] == "pro"`},
	{Cohort: Cohort{ID: 88104, Name: "Größe 40+ «été»", Description: "has \"quotes\"", Visible: true}, where: `user["größe"] > 40`},
	{Cohort: Cohort{ID: 88105, Name: "Nobody", Description: "empty, and hidden"}, where: `user["plan"] == "none"`},
}

// cohortBook holds the members of the cohorts once somebody has asked.
type cohortBook struct {
	mu      sync.Mutex
	members map[int64]map[string]bool // by cohort, then distinct_id
}

// memberships returns the members of all cohorts; nobody may change them. The
// error is that of ctx.
func (p *project) memberships(ctx context.Context) (map[int64]map[string]bool, error) {
	p.cohorts.mu.Lock()
	defer p.cohorts.mu.Unlock()
	if p.cohorts.members != nil {
		return p.cohorts.members, nil
	}
	members := map[int64]map[string]bool{}
	for _, rule := range cohortRules {
		members[rule.ID] = map[string]bool{}
	}
	if err := p.joinByProfile(ctx, members); err != nil {
		return nil, err
	}
	if err := p.joinByEvents(ctx, members); err != nil {
		return nil, err
	}
	p.cohorts.members = members
	return members, nil
}

func (p *project) joinByProfile(ctx context.Context, members map[int64]map[string]bool) error {
	rules := map[int64]*expr.Expr{}
	for _, rule := range cohortRules {
		if rule.where != "" {
			rules[rule.ID] = mustParse(rule.where)
		}
	}
	people := p.people()
	for i := range people.size {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		profile := people.profile(i, time.Time{})
		for id, where := range rules {
			if in, err := where.Match(&person{profile: profile}); err == nil && in {
				members[id][profile.ID] = true
			}
		}
	}
	return nil
}

// mustParse reads an expression of the simulator's own.
func mustParse(source string) *expr.Expr {
	parsed, err := expr.Parse(source)
	if err != nil {
		panic(source + ": " + err.Error())
	}
	return parsed
}

func (p *project) joinByEvents(ctx context.Context, members map[int64]map[string]bool) error {
	sent := map[int64]map[string]int{}
	for _, rule := range cohortRules {
		sent[rule.ID] = map[string]int{}
	}
	return p.scan(ctx, p.First, p.First+Day(p.Days)-1, func(e shop.Event) error {
		for _, rule := range cohortRules {
			if rule.event != e.Name {
				continue
			}
			counts := sent[rule.ID]
			if counts[e.DistinctID]++; counts[e.DistinctID] == rule.least {
				members[rule.ID][e.DistinctID] = true
			}
		}
		return nil
	})
}

// cohort returns the members of a cohort.
func (p *project) cohort(ctx context.Context, id int64) (map[string]bool, error) {
	if !slices.ContainsFunc(cohortRules, func(r cohortRule) bool { return r.ID == id }) {
		return nil, badRequest("filter_by_cohort: there is no cohort %d in the project", id)
	}
	all, err := p.memberships(ctx)
	return all[id], err
}
