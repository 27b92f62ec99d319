package storage

import "github.com/apache/arrow-go/v18/arrow"

// Breakdown asks how the rows of an events table divide among the events. A table of another kind, or without the columns
// that the answer needs, is an [mperr.InvalidArgument].
//
// The first row of the answer is that of all events together and is always there; a row for each event follows, by count
// descending and then by name:
//
//	event_name    utf8: null in the row of all events
//	count         int64
//	unique_users  int64: different distinct_ids, exactly
//	first_seen    timestamp[us, UTC]: the earliest event_time; null where there are no events
//	last_seen     timestamp[us, UTC]: the latest
//	pct_of_total  float64: the share of the rows of the table, 0 to 100; 0 where there are no events
type Breakdown struct {
	// Table is the table's name.
	Table string
}

// Name is breakdown.
func (Breakdown) Name() string { return "breakdown" }

// Check refuses a question without a table.
func (q Breakdown) Check() error { return checkNamed(q.Table) }

// Schema is the schema of the answer.
func (Breakdown) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "event_name", Type: answerText, Nullable: true},
		{Name: "count", Type: answerCount},
		{Name: "unique_users", Type: answerCount},
		{Name: "first_seen", Type: answerTime, Nullable: true},
		{Name: "last_seen", Type: answerTime, Nullable: true},
		{Name: "pct_of_total", Type: answerNumber},
	}, nil)
}

func (Breakdown) question() {}
