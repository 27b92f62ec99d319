package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// interchangeable is how much earlier than the step before it a step may come.
const interchangeable = 2 * time.Second

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

// moment is an event of a user that takes part in a funnel.
type moment struct {
	at       int64
	insertID string
	name     string
	bucket   int      // of the entry, -1 if it cannot be one
	segments []string // of the entry, besides Overall
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

// walks collects the events of each user, in their order.
func (q Funnel) walks(events Source) (map[string][]moment, error) {
	buckets := q.Span.buckets()
	from, to := q.Span.Days()
	ahead := calendar.Day(q.Length.Milliseconds()/millisPerDay) + 2
	walks := map[string][]moment{}
	for e := range events(from, to+ahead) {
		if e.User == "" {
			continue
		}
		match, err := e.matches(q.Steps, q.Where)
		if err != nil {
			return nil, err
		}
		if !match {
			continue
		}
		m := moment{at: e.At, insertID: e.InsertID, name: e.Name, bucket: -1}
		if bucket, inside := buckets.of(e); inside && e.Name == q.Steps[0] {
			if m.segments, err = segmentsOf(q.On, e); err != nil {
				return nil, err
			}
			m.bucket = bucket
		}
		walks[e.User] = append(walks[e.User], m)
	}
	for _, walk := range walks {
		slices.SortStableFunc(walk, func(a, b moment) int {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.insertID, b.insertID))
		})
	}
	return walks, nil
}

// segmentsOf returns the segments of an event, none without an expression.
func segmentsOf(on *expr.Expr, e *Event) ([]string, error) {
	if on == nil {
		return nil, nil
	}
	return ByExpr(on)(e)
}

// entries finds the event by which each user enters, and counts them by segment.
func (q Funnel) entries(walks map[string][]moment) (entries, counts map[string]int) {
	entries, counts = map[string]int{}, map[string]int{}
	for user, walk := range walks {
		entry := slices.IndexFunc(walk, func(m moment) bool { return m.bucket >= 0 })
		if entry < 0 {
			continue
		}
		entries[user] = entry
		for _, segment := range walk[entry].segments {
			counts[segment]++
		}
	}
	return entries, counts
}

// follow returns the instants at which the steps count as done, from the entry on
// to the last one reached.
func (q Funnel) follow(walk []moment, entry int) []int64 {
	start := walk[entry].at
	reached, used := []int64{start}, map[int]bool{entry: true}
	at := start
	for _, step := range q.Steps[1:] {
		done := -1
		for i, m := range walk {
			if m.at > start+q.Length.Milliseconds() {
				break
			}
			if m.name == step && !used[i] && m.at >= at-interchangeable.Milliseconds() {
				done = i
				break
			}
		}
		if done < 0 {
			break
		}
		used[done] = true
		at = max(at, walk[done].at)
		reached = append(reached, at)
	}
	return reached
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
