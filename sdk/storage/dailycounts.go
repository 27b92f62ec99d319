package storage

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// DailyCounts asks how often events happened on each day.
//
// The answer has a row for each day and event that happened on it, ordered by both:
//
//	date   utf8: YYYY-MM-DD
//	event  utf8
//	count  int64
type DailyCounts struct {
	// Table is the table's name.
	Table string
	// Events are the events wanted; none means all.
	Events []string
	// Period is the days that are asked about.
	Period Period
}

// Name is daily_counts.
func (DailyCounts) Name() string { return "daily_counts" }

// Check refuses what no table answers.
func (q DailyCounts) Check() error { return cmp.Or(checkNamed(q.Table), q.Period.check()) }

// Schema is the schema of the answer.
func (DailyCounts) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "date", Type: answerText}, {Name: "event", Type: answerText}, {Name: "count", Type: answerCount},
	}, nil)
}

func (DailyCounts) question() {}
