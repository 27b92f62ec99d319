package report

import (
	"math/bits"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// Addiction is the report behind retention/addiction: in how many hours or days
// of a bucket users were active.
type Addiction struct {
	Event string // "" for any
	Span  Span
	Unit  Unit       // Hour or Day: what is counted in a bucket
	Where *expr.Expr // nil for all events
	On    *expr.Expr // nil for no segments but Overall
	Limit int        // of segments besides Overall; 0 for no limit
}

// Frequencies are the answer of Addiction.
type Frequencies struct {
	// Dates are the labels of all buckets, in their order.
	Dates []string
	// Of has by date and segment the numbers of users who were active in at least
	// one, two, … units; every date has every segment.
	Of map[string]map[string][]int
}

// activity is a user's part of a segment in a bucket.
type activity struct {
	segment, user int32
	bucket        int
}

// Answer follows the users. The error is an *expr.OperandError.
func (q Addiction) Answer(events Source) (Frequencies, error) {
	segments, counts := users{Overall: 0}, map[string]int{}
	active, err := q.active(events, segments, counts)
	if err != nil {
		return Frequencies{}, err
	}
	kept := append(most(counts, q.Limit), Overall)
	buckets := q.Span.buckets()
	frequencies := Frequencies{Dates: buckets.labels(), Of: map[string]map[string][]int{}}
	rows := map[activity][]int{}
	for bucket, date := range frequencies.Dates {
		of := map[string][]int{}
		for _, segment := range kept {
			of[segment] = make([]int, q.cells())
			rows[activity{segment: segments[segment], bucket: bucket}] = of[segment]
		}
		frequencies.Of[date] = of
	}
	for who, units := range active {
		who.user = 0
		row := rows[who] // nil for a segment that the limit drops
		for i := range min(count(units), len(row)) {
			row[i]++
		}
	}
	return frequencies, nil
}

// active returns the units in which users were active, as sets of bits. It
// numbers the segments and counts their events.
func (q Addiction) active(events Source, segments users, counts map[string]int) (map[activity][]uint64, error) {
	var names []string
	if q.Event != "" {
		names = []string{q.Event}
	}
	buckets, people, active := q.Span.buckets(), users{}, map[activity][]uint64{}
	for e := range events(q.Span.Days()) {
		bucket, inside := buckets.of(e)
		if !inside || e.User == "" {
			continue
		}
		match, err := e.matches(names, q.Where)
		if err != nil {
			return nil, err
		}
		if !match {
			continue
		}
		of, err := segmentsOf(q.On, e)
		if err != nil {
			return nil, err
		}
		for _, segment := range of {
			counts[segment]++
		}
		for _, segment := range append(of, Overall) {
			who := activity{segments.number(segment), people.number(e.User), bucket}
			units := active[who]
			if units == nil {
				units = make([]uint64, (q.cells()+63)/64)
				active[who] = units
			}
			unit := (e.Wall - buckets.start(bucket)) / q.width()
			units[unit/64] |= 1 << (unit % 64)
		}
	}
	return active, nil
}

// width is the length of the unit that is counted.
func (q Addiction) width() int64 {
	if q.Unit == Hour {
		return millisPerHour
	}
	return millisPerDay
}

// cells is how many units the longest bucket has.
func (q Addiction) cells() int {
	days := map[Unit]int64{Day: 1, Week: 7, Month: 31}[q.Span.unit]
	return int(days * millisPerDay / q.width())
}

func count(units []uint64) int {
	n := 0
	for _, word := range units {
		n += bits.OnesCount64(word)
	}
	return n
}
