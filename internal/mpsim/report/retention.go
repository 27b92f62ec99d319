package report

import "github.com/mixpanel-data/mp/internal/mpsim/expr"

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
