package fetch

import (
	"strings"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// span is an inclusive run of days.
type span struct{ from, to day }

func (s span) days() int { return int(s.to-s.from) + 1 }

// plan cuts the days from..to that are not done into units. Units are runs of days inside the cells of a grid that begins
// at from: the grid depends on range and size alone, so a run that goes on where another ended finds the same units. The
// running day is a cell of its own, as a unit with it is never finished.
func plan(days span, size int, today day, done func(day) bool) []span {
	var units []span
	for start := days.from; start <= days.to; {
		end := min(start+day(size)-1, days.to) //nolint:gosec // MaxUnitDays at most
		if start < today && end >= today {
			end = today - 1
		}
		units = appendRuns(units, span{start, end}, done)
		start = end + 1
	}
	return units
}

// appendRuns appends the longest runs of days in a cell that are not done.
func appendRuns(units []span, cell span, done func(day) bool) []span {
	for start := cell.from; start <= cell.to; start++ {
		if done(start) {
			continue
		}
		end := start
		for end < cell.to && !done(end+1) {
			end++
		}
		units = append(units, span{start, end})
		start = end
	}
	return units
}

// units cuts the days that are not done into requests. Where the project has fewer left in this hour than that would be,
// and nobody asked for a size, they grow until they fit or have a month: a quota that is used up is waited for. Negative
// is no quota.
func (r Request) units(days span, today day, left int, done func(day) bool) []span {
	size := r.unitDays(days.days())
	units := plan(days, size, today, done)
	if r.Limit > 0 || r.UnitDays > 0 || left < 0 {
		return units
	}
	for len(units) > left && size < longestDays {
		size++
		units = plan(days, size, today, done)
	}
	return units
}

// Sizes of units. Mixpanel takes sixty exports an hour from a project.
const (
	// usualDays bounds what is lost when a unit fails.
	usualDays = 7
	// longestDays is the longest unit that is chosen unasked.
	longestDays = 30
	// usualRequests is half an hour's quota, the rest being left to others.
	usualRequests = 30
	// parallel is how many units a short range is cut into.
	parallel = 4
)

// unitDays chooses the size of units: a short range is shared by the workers, a long one keeps to half an hour's quota as
// far as units of a month allow.
func (r Request) unitDays(days int) int {
	switch {
	case r.Limit > 0:
		return days // a limit counts in one request
	case r.UnitDays > 0:
		return r.UnitDays
	}
	size := min(ceil(days, parallel), usualDays)
	if ceil(days, size) > usualRequests {
		size = min(ceil(days, usualRequests), longestDays)
	}
	return size
}

func ceil(n, by int) int { return (n + by - 1) / by }

// openMark ends the id of a unit with the running day. A session that goes on later must not take it for finished.
const openMark = "/open"

// unit names a span. A limited request is one unit, whatever its days.
func (r Request) unit(s span, today day) storage.Unit {
	id := s.from.String() + ".." + s.to.String()
	if s.to >= today && r.Limit == 0 {
		id += openMark
	}
	return storage.Unit{ID: id, FromDate: s.from.String(), ToDate: s.to.String(), Filter: r.filterText()}
}

// isOpen says whether a unit had the running day when it was fetched.
func isOpen(unit storage.Unit) bool { return strings.HasSuffix(unit.ID, openMark) }
