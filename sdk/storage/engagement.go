package storage

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// Engagement asks how many events users have. Events without a user are nobody's.
//
// The answer has a row for each number of events that a user has, ascending:
//
//	events  int64: the number, at least 1
//	users   int64: who have exactly so many
type Engagement struct {
	// Table is the table's name.
	Table string
	// Events are the events that count; none means all.
	Events []string
	// Period is the days that are asked about.
	Period Period
}

// Name is engagement.
func (Engagement) Name() string { return "engagement" }

// Check refuses what no table answers.
func (q Engagement) Check() error { return cmp.Or(checkNamed(q.Table), q.Period.check()) }

// Schema is the schema of the answer.
func (Engagement) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{{Name: "events", Type: answerCount}, {Name: "users", Type: answerCount}}, nil)
}

func (Engagement) question() {}
