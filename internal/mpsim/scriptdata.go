package mpsim

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/jql"
	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// scriptData is a project as scripts see it, profiles as they stand at an instant.
type scriptData struct {
	*project

	at time.Time
}

// scriptSelector is a selector, read.
type scriptSelector struct {
	event string
	where *expr.Expr
	label string
}

func readScriptSelectors(wire []jql.Selector) ([]scriptSelector, error) {
	selectors := make([]scriptSelector, len(wire))
	for i, w := range wire {
		selectors[i] = scriptSelector{event: w.Event, label: w.Label}
		if w.Selector == "" {
			continue
		}
		where, err := expr.Parse(w.Selector)
		if err != nil {
			return nil, fmt.Errorf("Error: selector: %w", err)
		}
		selectors[i].where = where
	}
	return selectors, nil
}

// choose returns the label of the first selector that chooses the item, and
// whether one does; all do where there is none.
func choose(selectors []scriptSelector, event string, item expr.Env) (label string, ok bool, err error) {
	for _, s := range selectors {
		if s.event != "" && s.event != event {
			continue
		}
		if s.where == nil {
			return s.label, true, nil
		}
		match, err := s.where.Match(item)
		if err != nil {
			return "", false, fmt.Errorf("Error: selector: %w", err)
		}
		if match {
			return s.label, true, nil
		}
	}
	return "", len(selectors) == 0, nil
}

// Events implements jql.Data.
func (d scriptData) Events(ctx context.Context, q jql.EventQuery) iter.Seq2[jql.Event, error] {
	return func(yield func(jql.Event, error) bool) {
		from, to, selectors, err := readEventQuery(q)
		if err != nil {
			yield(jql.Event{}, err)
			return
		}
		for e := range d.source(ctx)(from, to) {
			label, chosen, err := choose(selectors, e.Name, e)
			if chosen || err != nil {
				item := jql.Event{Name: e.Name, DistinctID: e.User, Time: e.Wall, Label: label, Properties: ownProperties(e)}
				if !yield(item, err) {
					return
				}
			}
		}
	}
}

func readEventQuery(q jql.EventQuery) (from, to Day, selectors []scriptSelector, err error) {
	if from, err = ParseDay(q.From); err == nil {
		to, err = ParseDay(q.To)
	}
	if err == nil && from > to {
		err = fmt.Errorf("from_date %v is later than to_date %v", from, to)
	}
	if err != nil {
		return 0, 0, nil, fmt.Errorf("Error: Events(): %w", err)
	}
	selectors, err = readScriptSelectors(q.Selectors)
	return from, to, selectors, err
}

// ownProperties are the properties of an event but for those that are members of
// the item, which the shop writes first: the time and the distinct_id.
func ownProperties(e *report.Event) []byte {
	text := string(e.Line)
	text = text[strings.Index(text, `,"properties":`)+len(`,"properties":`) : len(text)-1]
	rest := text[strings.IndexByte(text, ',')+1:] // behind the time
	if strings.HasPrefix(rest, `"distinct_id":`) {
		rest = rest[strings.IndexByte(rest, ',')+1:] // ids have no commas
	}
	return []byte("{" + rest)
}

// People implements jql.Data.
func (d scriptData) People(ctx context.Context, q jql.PeopleQuery) iter.Seq2[jql.Person, error] {
	return func(yield func(jql.Person, error) bool) {
		selectors, err := readScriptSelectors(q.Selectors)
		if err != nil {
			yield(jql.Person{}, err)
			return
		}
		people := d.people()
		for i := range people.size {
			if ctx.Err() != nil {
				return
			}
			profile := people.profile(i, d.at)
			_, chosen, err := choose(selectors, "", &person{profile: profile})
			if chosen || err != nil {
				item := jql.Person{DistinctID: profile.ID, Properties: profile.AppendProperties(nil, nil)}
				if !profile.LastSeen.IsZero() {
					item.LastSeen = profile.LastSeen.UnixMilli()
				}
				if !yield(item, err) {
					return
				}
			}
		}
	}
}
