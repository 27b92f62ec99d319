package report

import "iter"

// identity is what makes two events the same one sent twice.
type identity struct {
	name, user, insertID string
	at                   int64
}

// Latest drops the events of a day that were sent again: of those with the same
// name, distinct_id, time and $insert_id only the one that was processed last
// remains, of equals the first. Events without an $insert_id all remain. It reads
// the day twice and remembers its identities; all copies of an event have its
// time, so that a longer range can be passed day by day.
func Latest(day iter.Seq[*Event]) iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		stale := staleOf(day)
		i := 0
		for e := range day {
			if !stale[i] && !yield(e) {
				return
			}
			i++
		}
	}
}

// staleOf returns the places of the events that are to be dropped.
func staleOf(day iter.Seq[*Event]) map[int]bool {
	type place struct {
		index     int
		processed int64
	}
	latest, stale := map[identity]place{}, map[int]bool{}
	i := -1
	for e := range day {
		i++
		if e.InsertID == "" {
			continue
		}
		key := identity{e.Name, e.User, e.InsertID, e.At}
		before, again := latest[key]
		switch {
		case again && before.processed >= e.Processed:
			stale[i] = true
			continue
		case again:
			stale[before.index] = true
		}
		latest[key] = place{i, e.Processed}
	}
	return stale
}
