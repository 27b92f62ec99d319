package report

import "iter"

// identity is what makes two events the same one sent twice.
type identity struct {
	name, user, insertID string
	at                   int64
}

// Copies are the places, in a sequence of events, of those that were sent again
// later: of the events with the same name, distinct_id, time and $insert_id all
// but the one that was processed last, of equals but the first. Events without an
// $insert_id are all different.
type Copies map[int]bool

// FindCopies reads a day once and remembers its identities meanwhile. All copies
// of an event have its time, so that a longer range can be read day by day.
func FindCopies(day iter.Seq[*Event]) Copies {
	type place struct {
		index     int
		processed int64
	}
	latest, copies := map[identity]place{}, Copies{}
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
			copies[i] = true
			continue
		case again:
			copies[before.index] = true
		}
		latest[key] = place{i, e.Processed}
	}
	return copies
}

// Drop yields what else is in the sequence.
func (c Copies) Drop(day iter.Seq[*Event]) iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		i := 0
		for e := range day {
			if !c[i] && !yield(e) {
				return
			}
			i++
		}
	}
}
