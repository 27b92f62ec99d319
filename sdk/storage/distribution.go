package storage

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// Distribution asks which values a property of an event has, and how often.
//
// The first row of the answer is that of all events, and always there; a row for each value follows, by count descending
// and then by the value's bytes:
//
//	value  utf8: the value as the segments of [Segmentation] are called, each item of a list by itself; null in the first row
//	count  int64: events
type Distribution struct {
	// Table is the table's name.
	Table string
	// Event is the event. Required.
	Event string
	// Property is the property's name.
	Property string
	// Period is the days that are asked about.
	Period Period
	// Limit is how many values are wanted; 0 is all.
	Limit int
}

// Name is distribution.
func (Distribution) Name() string { return "distribution" }

// Check refuses what no table answers.
func (q Distribution) Check() error {
	return cmp.Or(checkNamed(q.Table), checkEvent("event", q.Event), q.Period.check(), checkFrom("limit", q.Limit, 0))
}

// Schema is the schema of the answer.
func (Distribution) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{{Name: "value", Type: answerText, Nullable: true}, {Name: "count", Type: answerCount}}, nil)
}

func (Distribution) question() {}
