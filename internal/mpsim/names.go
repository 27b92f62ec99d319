package mpsim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// namesWindow is the number of days, today included, whose events are listed.
const namesWindow = 31

// mostNames is the largest limit; Mixpanel documents none.
const mostNames = 10_000

// eventNames serves events/names: the names of recent events that the lexicon
// does not hide, a bare array.
func (s *Server) eventNames(w http.ResponseWriter, c call) error {
	if _, err := c.params.counted(""); err != nil {
		return err
	}
	limit, err := c.params.limit("limit", 255, mostNames)
	if err != nil {
		return err
	}
	from, to := s.lately(c.project)
	names := shown(seen(c.project.arrivals(c.Context()), from, to))
	if len(names) > limit {
		names = shown(report.Most(report.Names(c.project.source(c.Context()), from, to), 0))[:limit]
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(b, a) })
	return s.answer(w, c, names, nil)
}

// seen returns the names that occur on the days, in any order. Every name is
// common enough that few events tell.
func seen(events report.Source, from, to Day) []string {
	known := shop.Names()
	seen := map[string]bool{}
	for e := range events(from, to) {
		if seen[e.Name] = true; len(seen) == len(known) {
			break
		}
	}
	return slices.DeleteFunc(known, func(name string) bool { return !seen[name] })
}

// shown leaves out the names that the lexicon hides.
func shown(names []string) []string {
	return slices.DeleteFunc(names, func(name string) bool {
		return slices.ContainsFunc(schemas, func(s schemaEntry) bool {
			return s.EntityType == "event" && s.Name == name && s.SchemaJSON.Metadata != nil && s.SchemaJSON.Metadata.Mixpanel.Hidden
		})
	})
}
