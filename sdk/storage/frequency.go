package storage

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// Frequency asks in how many hours or days of each bucket of time users were active.
//
// The answer has a row for each bucket and each number of hours or days that a user was active in, ordered by both:
//
//	date   utf8: the first day of the bucket
//	times  int64: in how many different hours or days, as clocks of the zone showed them
//	users  int64: who were active in exactly so many
type Frequency struct {
	// Table is the table's name.
	Table string
	// Event is the event that counts as being active; "" is any.
	Event string
	// Where keeps an event where it is true; "" keeps all.
	Where string
	// Period is the days that are asked about.
	Period Period
	// Unit is the bucket: day, week or month.
	Unit TimeUnit
	// Each is hour or day.
	Each TimeUnit
}

// Name is frequency.
func (Frequency) Name() string { return "frequency" }

// Check refuses what no table answers.
func (q Frequency) Check() error {
	return cmp.Or(
		checkNamed(q.Table), q.Period.check(),
		checkOneOf("unit", q.Unit, ByDay, ByWeek, ByMonth), checkOneOf("addiction_unit", q.Each, ByHour, ByDay),
	)
}

// Schema is the schema of the answer.
func (Frequency) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "date", Type: answerText}, {Name: "times", Type: answerCount}, {Name: "users", Type: answerCount},
	}, nil)
}

func (Frequency) question() {}
