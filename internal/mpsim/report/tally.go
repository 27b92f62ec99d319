package report

import (
	"cmp"
	"slices"
)

// Type is what of the events is counted.
type Type string

// The types of Mixpanel's reports.
const (
	General Type = "general" // events
	Unique  Type = "unique"  // users who had one
	Average Type = "average" // events per such user
)

// users numbers the users of a report, so that sets of them are small.
type users map[string]int32

func (u users) number(name string) int32 {
	n, known := u[name]
	if !known {
		n = int32(len(u))
		u[name] = n
	}
	return n
}

// cell is what is counted in one bucket of one segment.
type cell struct {
	events  int
	ofUsers int                // events that have a user
	users   map[int32]struct{} // nil if nobody asks
}

func (c *cell) add(u users, user string) {
	c.events++
	if c.users == nil || user == "" {
		return
	}
	c.ofUsers++
	c.users[u.number(user)] = struct{}{}
}

func (c *cell) value(t Type) float64 {
	switch t {
	case Unique:
		return float64(len(c.users))
	case Average:
		if len(c.users) == 0 {
			return 0
		}
		return float64(c.ofUsers) / float64(len(c.users))
	default:
		return float64(c.events)
	}
}

// tally counts events by segment and bucket.
type tally struct {
	of       Type
	users    users
	segments map[string]map[int]*cell
	events   map[string]int // of each segment
}

func newTally(of Type) *tally {
	return &tally{of, users{}, map[string]map[int]*cell{}, map[string]int{}}
}

func (t *tally) add(segment string, bucket int, user string) {
	cells := t.segments[segment]
	if cells == nil {
		cells = map[int]*cell{}
		t.segments[segment] = cells
	}
	c := cells[bucket]
	if c == nil {
		c = &cell{}
		if t.of != General {
			c.users = map[int32]struct{}{}
		}
		cells[bucket] = c
	}
	c.add(t.users, user)
	t.events[segment]++
}

// most returns the names with the highest counts, at most limit of them, 0 for
// all; of equals the name that sorts first.
func most[N cmp.Ordered](counts map[string]N, limit int) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	if limit > 0 {
		names = names[:min(limit, len(names))]
	}
	return names
}
