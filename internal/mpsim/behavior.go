package mpsim

import (
	"context"
	"encoding/json"
	"regexp"
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// behavior counts events of each person: behaviors["name"] in a where.
type behavior struct {
	days      int
	name      string
	selectors []selector
}

// selector chooses events.
type selector struct {
	event string     // "" for any
	where *expr.Expr // nil for all
}

func (s selector) selects(e *row) (bool, error) {
	if s.event != "" && s.event != e.event.Name {
		return false, nil
	}
	if s.where == nil {
		return true, nil
	}
	return s.where.Match(e)
}

// windowForm is what a window may be: a number of days.
var windowForm = regexp.MustCompile(`^([1-9]\d{0,3})d$`)

// behaviors reads the parameter of that name, nil if absent.
func (p params) behaviors() ([]behavior, error) {
	if p.text("behaviors") == "" {
		return nil, nil
	}
	var wire []struct {
		Window         string          `json:"window"`
		Name           string          `json:"name"`
		EventSelectors []eventSelector `json:"event_selectors"`
	}
	if err := json.Unmarshal([]byte(p.text("behaviors")), &wire); err != nil || len(wire) == 0 {
		return nil, badRequest("behaviors must be a JSON array of objects with window, name and event_selectors")
	}
	list := make([]behavior, len(wire))
	for i, w := range wire {
		days := windowForm.FindStringSubmatch(w.Window)
		if days == nil || w.Name == "" || len(w.EventSelectors) == 0 {
			return nil, badRequest(`behaviors: each needs a window such as "30d", a name and event_selectors`)
		}
		selectors, err := readSelectors("behaviors", w.EventSelectors)
		if err != nil {
			return nil, err
		}
		list[i] = behavior{name: w.Name, selectors: selectors}
		list[i].days, _ = strconv.Atoi(days[1])
	}
	return list, nil
}

// eventSelector is a selector on the wire.
type eventSelector struct {
	Event    string `json:"event"`
	Selector string `json:"selector"`
}

func readSelectors(parameter string, wire []eventSelector) ([]selector, error) {
	selectors := make([]selector, len(wire))
	for i, w := range wire {
		selectors[i].event = w.Event
		if w.Selector == "" {
			continue
		}
		where, err := expr.Parse(w.Selector)
		if err != nil {
			return nil, badRequest("%s: selector: %v", parameter, err)
		}
		selectors[i].where = where
	}
	return selectors, nil
}

// behaviors are the counts of each behavior by distinct_id.
type behaviors map[string]map[string]int

// value is what behaviors["name"] is for a person: zero for who did nothing.
func (b behaviors) value(name, id string) expr.Value {
	counts, ok := b[name]
	if !ok {
		return expr.Value{}
	}
	return expr.Num(float64(counts[id]))
}

// observe counts what people did in the windows that end at the instant. An
// event that came twice counts once.
func (p *project) observe(ctx context.Context, list []behavior, at time.Time) (behaviors, error) {
	counts := behaviors{}
	days := 0
	for _, b := range list {
		counts[b.name] = map[string]int{}
		days = max(days, b.days)
	}
	to := DayOf(at.In(p.zone)) + 1 // in any zone's count of days
	err := p.scan(ctx, to-Day(days)-2, to, func(e shop.Event) error {
		seen := &row{event: e}
		for _, b := range list {
			if e.Time.After(at) || !e.Time.After(at.AddDate(0, 0, -b.days)) {
				continue
			}
			if err := b.count(counts[b.name], seen); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, err
}

func (b behavior) count(counts map[string]int, e *row) error {
	for _, s := range b.selectors {
		selected, err := s.selects(e)
		if err != nil {
			return err
		}
		if selected {
			counts[e.event.DistinctID]++
			return nil
		}
	}
	return nil
}

// scan visits the events of the days that have a distinct_id, but none twice,
// until ctx ends.
func (p *project) scan(ctx context.Context, from, to Day, visit func(shop.Event) error) error {
	seen := 0
	for e := range p.shop.Events(from, to) {
		if seen++; seen%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if e.Duplicate || e.DistinctID == "" {
			continue
		}
		if err := visit(e); err != nil {
			return err
		}
	}
	return nil
}
