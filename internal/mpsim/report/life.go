package report

import "github.com/mixpanel-data/mp/internal/mpsim/calendar"

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
