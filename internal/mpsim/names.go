package mpsim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// namesWindow is the number of days, today included, whose events are listed.
const namesWindow = 31

// mostNames is the largest limit; Mixpanel documents none.
const mostNames = 10_000

// eventNames serves events/names: the names of recent events, a bare array.
func (s *Server) eventNames(w http.ResponseWriter, c call) error {
	if err := c.params.require("type"); err != nil {
		return err
	}
	if _, err := c.params.choice("type", "general", "unique", "average"); err != nil {
		return err
	}
	limit, err := c.params.limit("limit", 255, mostNames)
	if err != nil {
		return err
	}
	today := DayOf(s.config.Clock.Now().In(c.project.dayZone()))
	names := c.project.names(today-namesWindow+1, today)
	names = names[:min(limit, len(names))]
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(b, a) })
	writeJSON(w, http.StatusOK, names)
	return nil
}

// names returns the names that occur on the days, the most common first. Every
// name is common enough that few events tell.
func (p *project) names(from, to Day) []string {
	known := shop.Names()
	seen := map[string]bool{}
	for e := range p.shop.Events(from, to) {
		if seen[e.Name] = true; len(seen) == len(known) {
			break
		}
	}
	return slices.DeleteFunc(known, func(name string) bool { return !seen[name] })
}
