package storage

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// Retention asks how many users came back, by when they first came. A user is born with the first born event in the
// period, and belongs to the cohort of its date alone. Interval i is the time from i to i+1 lengths after the birth, to the
// millisecond and without the moment of the birth; a length is Interval times Unit.
//
// The answer has for each cohort with a user a row of its size, and a row for each interval in which one came back; ordered
// by both, the size first:
//
//	date      utf8: the first day of the cohort's bucket of time
//	interval  int64: from 0 to Intervals; null in the row of the size
//	users     int64
type Retention struct {
	// Table is the table's name.
	Table string
	// Born is the event that makes a user part of a cohort. Required.
	Born string
	// BornWhere keeps a born event where it is true; "" keeps all.
	BornWhere string
	// Return is the event that counts as coming back; "" is any.
	Return string
	// Where keeps a return where it is true; "" keeps all.
	Where string
	// Period is the days that are asked about.
	Period Period
	// Unit is day, week or month.
	Unit TimeUnit
	// Interval is how many units a length has, at least 1. Cohorts are of one unit, but of Interval days from the period's
	// first on where the unit is a day.
	Interval int
	// Intervals is how many intervals follow the first one.
	Intervals int
	// Unbounded counts in an interval also who came back in a later one.
	Unbounded bool
}

// Name is retention.
func (Retention) Name() string { return "retention" }

// Check refuses what no table answers.
func (q Retention) Check() error {
	return cmp.Or(
		checkNamed(q.Table), checkEvent("born_event", q.Born), q.Period.check(),
		checkOneOf("unit", q.Unit, ByDay, ByWeek, ByMonth),
		checkFrom("interval", q.Interval, 1), checkFrom("interval_count", q.Intervals, 0),
	)
}

// Schema is the schema of the answer.
func (Retention) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "date", Type: answerText}, {Name: "interval", Type: answerCount, Nullable: true}, {Name: "users", Type: answerCount},
	}, nil)
}

func (Retention) question() {}
