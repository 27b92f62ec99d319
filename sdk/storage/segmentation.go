package storage

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// Segmentation asks how often an event happened over time, split by an expression or not. On and Where are in Mixpanel's
// language, see package expression; one that cannot be read, or is an error in some event, is an [mperr.InvalidArgument].
//
// The answer has a row for each segment and each label of time in which the segment has an event, ordered by both:
//
//	segment  utf8: the text of the value of On, undefined and null under these words, each item of a list by itself;
//	         without On the event
//	date     utf8: the first day of the bucket of time, YYYY-MM-DD, or its first second, YYYY-MM-DD HH:MM:SS, for minutes
//	         and hours
//	value    float64: what is counted; 0 where no event of the bucket has a user and users are counted
type Segmentation struct {
	// Table is the table's name.
	Table string
	// Event is the event to count. Required.
	Event string
	// Period is the days that are asked about.
	Period Period
	// Unit is any of the units of time.
	Unit TimeUnit
	// Count says what is counted.
	Count Counting
	// On is the expression that splits the counts; "" does not split.
	On string
	// Where is the expression that keeps an event where it is true; "" keeps all.
	Where string
	// Segments are the only segments that are wanted, by their texts; none means all. It means something with On only. An
	// engine that was built before there was this field gives all of them.
	Segments []string
	// Limit is how many segments there are at most: those with the most events, whatever is counted, and of equals the one
	// that sorts first by its bytes. 0 is no limit. It means something with On only.
	Limit int
}

// Name is segmentation.
func (Segmentation) Name() string { return "segmentation" }

// Check refuses what no table answers.
func (q Segmentation) Check() error {
	return cmp.Or(
		checkNamed(q.Table), checkEvent("event", q.Event), q.Period.check(),
		checkOneOf("unit", q.Unit, ByMinute, ByHour, ByDay, ByWeek, ByMonth),
		checkOneOf("type", q.Count, CountEvents, CountUsers, CountPerUser),
		checkFrom("limit", q.Limit, 0),
	)
}

// Schema is the schema of the answer.
func (Segmentation) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "segment", Type: answerText}, {Name: "date", Type: answerText}, {Name: "value", Type: answerNumber},
	}, nil)
}

func (Segmentation) question() {}
