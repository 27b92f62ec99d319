package mpsim

import (
	"context"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// engageFilter says whose profiles are wanted.
type engageFilter struct {
	ids       map[string]bool // nil for all
	members   map[string]bool // of the cohort; nil for all
	where     *expr.Expr      // nil for all
	behaviors behaviors
}

// keepsAll tells whether everybody is wanted.
func (f engageFilter) keepsAll() bool { return f.ids == nil && f.members == nil && f.where == nil }

func (f engageFilter) keeps(p Profile) (bool, error) {
	if f.ids != nil && !f.ids[p.ID] || f.members != nil && !f.members[p.ID] {
		return false, nil
	}
	if f.where == nil {
		return true, nil
	}
	return f.where.Match(&person{p, f.behaviors})
}

// roster lists the profiles that a query matches as they stood at one instant,
// page by page, holding none of them.
type roster struct {
	query      string // what was asked for, the page left out
	at         time.Time
	filter     engageFilter
	population population
	bare       []string // distinct_ids without a profile, behind the population
	starts     []int    // the first entry of each page
	total      int      // entries that match
}

// size is the number of entries, matching or not.
func (r *roster) size() int { return r.population.size + len(r.bare) }

func (r *roster) entry(i int) Profile {
	if i < r.population.size {
		return r.population.profile(i, r.at)
	}
	return Profile{ID: r.bare[i-r.population.size]}
}

// addBare lists the members of the cohort that have no profile.
func (r *roster) addBare(ctx context.Context) error {
	bare := make(map[string]bool, len(r.filter.members))
	for id := range r.filter.members {
		bare[id] = true
	}
	for i := range r.population.size {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		delete(bare, r.entry(i).ID)
	}
	for id := range bare {
		r.bare = append(r.bare, id)
	}
	slices.Sort(r.bare)
	return nil
}

// paginate counts what matches and finds where pages begin.
func (r *roster) paginate(ctx context.Context, room func(page int) int) error {
	left := 0 // on the page
	all := r.filter.keepsAll()
	for i := range r.size() {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !all {
			keep, err := r.filter.keeps(r.entry(i))
			if err != nil {
				return badRequest("where: %v", err)
			}
			if !keep {
				continue
			}
		}
		if left == 0 {
			left = room(len(r.starts))
			r.starts = append(r.starts, i)
		}
		left--
		r.total++
	}
	return nil
}

// page yields the profiles of a page; behind the last one pages are empty.
func (r *roster) page(page int) func(yield func(Profile) bool) {
	return func(yield func(Profile) bool) {
		if page >= len(r.starts) {
			return
		}
		end := r.size()
		if page+1 < len(r.starts) {
			end = r.starts[page+1]
		}
		for i := r.starts[page]; i < end; i++ {
			profile := r.entry(i)
			// An error would have come while the pages were counted.
			if keep, _ := r.filter.keeps(profile); keep && !yield(profile) {
				return
			}
		}
	}
}
