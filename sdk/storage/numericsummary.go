package storage

import (
	"cmp"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// NumericSummary asks for figures of the numbers that a property of an event is. What is no number, such as a text of
// digits, does not count.
//
// The answer is one row; all but the count is null where there are no numbers:
//
//	count        int64: events whose property is a number
//	min, max, sum, avg, stddev  float64; stddev is that of all of them, not of a sample
//	percentiles  list<float64>: as asked for, between two numbers in proportion
type NumericSummary struct {
	// Table is the table's name.
	Table string
	// Event is the event. Required.
	Event string
	// Property is the property's name.
	Property string
	// Period is the days that are asked about.
	Period Period
	// Percentiles are wanted, each 0 to 100.
	Percentiles []float64
}

// Name is numeric_summary.
func (NumericSummary) Name() string { return "numeric_summary" }

// Check refuses what no table answers.
func (q NumericSummary) Check() error {
	for _, percentile := range q.Percentiles {
		if !(percentile >= 0 && percentile <= 100) {
			return &mperr.InvalidArgument{Argument: "percentiles", Value: fmt.Sprint(percentile), Reason: "must lie between 0 and 100"}
		}
	}
	return cmp.Or(checkNamed(q.Table), checkEvent("event", q.Event), q.Period.check())
}

// Schema is the schema of the answer.
func (NumericSummary) Schema() *arrow.Schema {
	fields := []arrow.Field{{Name: "count", Type: answerCount}}
	for _, name := range []string{"min", "max", "sum", "avg", "stddev"} {
		fields = append(fields, arrow.Field{Name: name, Type: answerNumber, Nullable: true})
	}
	return arrow.NewSchema(append(fields, arrow.Field{Name: "percentiles", Type: arrow.ListOf(answerNumber), Nullable: true}), nil)
}

func (NumericSummary) question() {}
