package report

import (
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// Funnel is the report behind funnels: how far users come through some steps.
type Funnel struct {
	Steps  []string // names of events, at least one
	Span   Span
	Length time.Duration // from the entry to the last step
	Where  *expr.Expr    // nil for all events
	On     *expr.Expr    // nil for no segments but Overall
	Limit  int           // of segments besides Overall; 0 for no limit
}

// Passage is who came how far: users by step.
type Passage []Stage

// Stage is what is known of one step.
type Stage struct {
	Users     int
	FromPrior time.Duration // summed over the users
	FromStart time.Duration // summed over the users
}

// Passages are the passages through a funnel.
type Passages struct {
	// Dates are the labels of all buckets, in their order.
	Dates []string
	// Of has the passages by date and segment; Overall is there for every date.
	Of map[string]map[string]Passage
}

// Answer follows the users. The error is an *expr.OperandError.
func (q Funnel) Answer(events Source) (Passages, error) {
	walks, err := q.walks(events)
	if err != nil {
		return Passages{}, err
	}
	entries, counts := q.entries(walks)
	kept := map[string]bool{Overall: true}
	for _, segment := range most(counts, q.Limit) {
		kept[segment] = true
	}
	buckets := q.Span.buckets()
	passages := Passages{Dates: buckets.labels(), Of: map[string]map[string]Passage{}}
	for _, date := range passages.Dates {
		passages.Of[date] = map[string]Passage{Overall: make(Passage, len(q.Steps))}
	}
	for user, entry := range entries {
		reached := q.follow(walks[user], entry)
		first := walks[user][entry]
		of := passages.Of[buckets.label(first.bucket)]
		for _, segment := range append(first.segments, Overall) {
			if kept[segment] {
				of[segment] = of[segment].add(reached, len(q.Steps))
			}
		}
	}
	return passages, nil
}

// add counts a user who reached steps at the instants.
func (p Passage) add(reached []int64, steps int) Passage {
	if p == nil {
		p = make(Passage, steps)
	}
	for i, at := range reached {
		p[i].Users++
		p[i].FromStart += time.Duration(at-reached[0]) * time.Millisecond
		p[i].FromPrior += time.Duration(at-reached[max(0, i-1)]) * time.Millisecond
	}
	return p
}
