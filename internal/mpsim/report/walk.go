package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

// interchangeable is how much earlier than the step before it a step may come.
const interchangeable = 2 * time.Second

// moment is an event of a user that takes part in a funnel.
type moment struct {
	at       int64
	insertID string
	name     string
	bucket   int      // of the entry, -1 if it cannot be one
	segments []string // of the entry, besides Overall
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
