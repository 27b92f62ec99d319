package report

import (
	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// Retention is the report behind retention: who comes back when.
type Retention struct {
	// Span holds the dates of birth; its buckets are the cohorts.
	Span Span
	// Compounded lets users be born in every bucket in which they return.
	Compounded bool
	// Born and BornWhere choose the events by which users are born, unless
	// Compounded.
	Born      string
	BornWhere *expr.Expr // nil for all
	// Event and Where choose returns.
	Event string     // "" for any
	Where *expr.Expr // nil for all
	// Interval is the length of an interval in milliseconds, Count the number of
	// intervals after the first.
	Interval int64
	Count    int
	// Unbounded counts who returned in an interval for all before it.
	Unbounded bool
	On        *expr.Expr // nil for no segments but Overall
	Limit     int        // of segments besides Overall; 0 for no limit
}

// Cohort is the users born in a bucket, and how many of them returned in each
// interval.
type Cohort struct {
	First  int
	Counts []int
}

// Cohorts are the answer of Retention.
type Cohorts struct {
	// Dates are the labels of all cohorts, in their order.
	Dates []string
	// Of has the cohorts by date and segment; every date has every segment.
	Of map[string]map[string]Cohort
}

// life is what a user did.
type life struct {
	births  map[int]int64 // the instant of birth, by bucket
	returns []comeback
}

// comeback is a return with a segment.
type comeback struct {
	at      int64
	segment int32
}

// Answer follows the users. The error is an *expr.OperandError.
func (q Retention) Answer(events Source) (Cohorts, error) {
	segments := users{Overall: 0}
	lives, err := q.lives(events, segments)
	if err != nil {
		return Cohorts{}, err
	}
	buckets := q.Span.buckets()
	first := make([]int, q.Span.Buckets())
	counts := make([][][]int, len(segments)) // by segment, bucket and interval
	for i := range counts {
		counts[i] = make([][]int, len(first))
		for j := range counts[i] {
			counts[i][j] = make([]int, q.Count+1)
		}
	}
	for _, l := range lives {
		for bucket, birth := range l.births {
			first[bucket]++
			for segment, intervals := range q.returned(l, birth) {
				for i, did := range intervals {
					if did {
						counts[segment][bucket][i]++
					}
				}
			}
		}
	}
	return q.cohorts(buckets, segments, first, counts), nil
}

// lives collects what users did, and numbers the segments of their returns.
func (q Retention) lives(events Source, segments users) (map[string]*life, error) {
	buckets := q.Span.buckets()
	from, to := q.Span.Days()
	ahead := calendar.Day(min(int64(q.Count+1)*q.Interval/millisPerDay, 1<<20)) + 2
	lives := map[string]*life{}
	for e := range events(from, to+ahead) {
		if e.User == "" {
			continue
		}
		l := lives[e.User]
		if l == nil {
			l = &life{births: map[int]int64{}}
			lives[e.User] = l
		}
		returns, err := q.comesBack(l, e, segments)
		if err != nil {
			return nil, err
		}
		bucket, inside := buckets.of(e)
		if !inside {
			continue
		}
		if !q.Compounded {
			if returns, err = e.matches([]string{q.Born}, q.BornWhere); err != nil {
				return nil, err
			}
		}
		if returns {
			l.bear(bucket, e.At, q.Compounded)
		}
	}
	return lives, nil
}

// comesBack notes the event if it is a return.
func (q Retention) comesBack(l *life, e *Event, segments users) (bool, error) {
	var names []string
	if q.Event != "" {
		names = []string{q.Event}
	}
	match, err := e.matches(names, q.Where)
	if err != nil || !match {
		return false, err
	}
	of, err := segmentsOf(q.On, e)
	if err != nil {
		return false, err
	}
	l.returns = append(l.returns, comeback{e.At, 0})
	for _, segment := range of {
		l.returns = append(l.returns, comeback{e.At, segments.number(segment)})
	}
	return true, nil
}

// bear notes a birth: the first of each bucket, or the first of all.
func (l *life) bear(bucket int, at int64, everyBucket bool) {
	if !everyBucket {
		for other, before := range l.births {
			if before <= at {
				return
			}
			delete(l.births, other)
		}
	}
	if before, born := l.births[bucket]; !born || at < before {
		l.births[bucket] = at
	}
}

// returned tells in which intervals after the birth the user came back, by
// segment.
func (q Retention) returned(l *life, birth int64) map[int32][]bool {
	returned := map[int32][]bool{}
	for _, r := range l.returns {
		interval := (r.at - birth) / q.Interval
		if r.at <= birth || interval > int64(q.Count) {
			continue
		}
		intervals := returned[r.segment]
		if intervals == nil {
			intervals = make([]bool, q.Count+1)
			returned[r.segment] = intervals
		}
		intervals[interval] = true
		for i := interval; q.Unbounded && i > 0; i-- {
			intervals[i-1] = true
		}
	}
	return returned
}

func (q Retention) cohorts(b *buckets, segments users, first []int, counts [][][]int) Cohorts {
	sums := map[string]int{}
	for segment, n := range segments {
		for _, intervals := range counts[n] {
			for _, count := range intervals {
				sums[segment] += count
			}
		}
	}
	delete(sums, Overall)
	kept := append(most(sums, q.Limit), Overall)
	cohorts := Cohorts{Dates: b.labels(), Of: map[string]map[string]Cohort{}}
	for bucket, date := range cohorts.Dates {
		of := map[string]Cohort{}
		for _, segment := range kept {
			of[segment] = Cohort{first[bucket], counts[segments[segment]][bucket]}
		}
		cohorts.Of[date] = of
	}
	return cohorts
}
