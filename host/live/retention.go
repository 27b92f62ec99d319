package live

import (
	"cmp"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Limits of a retention question.
const (
	// MaxInterval is the longest bucket that Mixpanel takes, in days.
	MaxInterval = 90
	// MaxIntervals bounds the buckets asked for.
	MaxIntervals = 1000
	// defaultIntervals is what the Python tool asks for.
	defaultIntervals = 10
)

// Retention asks how many users came back, by the time they first came.
//
// https://developer.mixpanel.com/reference/retention-query
type Retention struct {
	// Born is the event that makes a user part of a cohort. Required, but for Compounded, which has none.
	Born string
	// Return is the event that counts as coming back. Required.
	Return string
	// From and To are the inclusive range of days in which users are born. Required.
	From, To string
	// BornWhere and ReturnWhere are expressions; events for which they are not true do not count as born or as coming back.
	BornWhere, ReturnWhere string
	// Unit is day, week or month; "" is day.
	Unit Unit
	// Interval is how many days a bucket has, 1 to [MaxInterval]; 0 is 1. Mixpanel takes either an interval of days or a
	// unit, so it must be 1 for weeks and months.
	Interval int
	// IntervalCount is how many buckets follow the one in which users are born, 1 to [MaxIntervals]; 0 is 10.
	IntervalCount int
	// Unbounded counts who came back in a bucket or in a later one.
	Unbounded bool
	// Compounded makes a user part of every cohort in whose time they did Return, and not of one alone: Mixpanel's recurring
	// retention. For Mixpanel: the local engine has births alone.
	Compounded bool
}

// WithDefaults is the question with what was left open filled in.
func (q Retention) WithDefaults() Retention {
	q.Unit = cmp.Or(q.Unit, Day)
	q.Interval, q.IntervalCount = cmp.Or(q.Interval, 1), cmp.Or(q.IntervalCount, defaultIntervals)
	return q
}

// Validate says what cannot be asked; see the package text for the error.
func (q Retention) Validate() error {
	q = q.WithDefaults()
	return cmp.Or(
		q.checkBorn(),
		checkName("event", q.Return),
		checkDays(q.From, q.To),
		checkExpression("born_where", q.BornWhere),
		checkExpression("where", q.ReturnWhere),
		checkChoice("unit", q.Unit, Day, Week, Month),
		checkNumber("interval", q.Interval, 1, MaxInterval),
		q.checkEither(),
		checkNumber("interval_count", q.IntervalCount, 1, MaxIntervals),
	)
}

func (q Retention) checkBorn() error {
	switch {
	case !q.Compounded:
		return checkName("born_event", q.Born)
	case q.Born != "":
		return &mperr.InvalidArgument{Argument: "born_event", Value: q.Born, Reason: "cannot be used with compounded retention, which has the returning event alone"}
	case q.BornWhere != "":
		return &mperr.InvalidArgument{Argument: "born_where", Value: q.BornWhere, Reason: "cannot be used with compounded retention, which has the returning event alone"}
	}
	return nil
}

func (q Retention) checkEither() error {
	if q.Unit == Day || q.Interval == 1 {
		return nil
	}
	return &mperr.InvalidArgument{Argument: "interval", Value: strconv.Itoa(q.Interval),
		Reason: "is in days: Mixpanel takes it or the unit " + string(q.Unit) + ", not both"}
}
