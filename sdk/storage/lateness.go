package storage

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Lateness asks how late the events of some days came: how long after its time each was processed, which Mixpanel tells in
// milliseconds of UTC as the property mp_processing_time_ms. Events without a number there do not count, nor do those that
// were processed before their time or longer after it than Within.
//
// The answer is one row:
//
//	events  int64: how many count
//	late    int64: in milliseconds, the least lateness of an event which Percentile percent of them do not exceed; null
//	        where none counts
type Lateness struct {
	// Table is the table's name, of events.
	Table string
	// Days are project days, YYYY-MM-DD, at least one.
	Days []string
	// Percentile is the share of events that late bounds, above 0 and at most 100.
	Percentile float64
	// Within is what is late at all: events that come later are imports of history. It is positive.
	Within time.Duration
	// Limit is how many rows of the days are looked at, which the engine chooses; 0 is all.
	Limit int
}

// Name is lateness.
func (Lateness) Name() string { return "lateness" }

// Check refuses what no table answers.
func (q Lateness) Check() error {
	return cmp.Or(checkNamed(q.Table), q.checkDays(), q.checkFigures())
}

func (q Lateness) checkDays() error {
	if len(q.Days) == 0 {
		return &mperr.InvalidArgument{Argument: "days", Reason: "needs at least one"}
	}
	for _, day := range q.Days {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return &mperr.InvalidArgument{Argument: "days", Value: day, Reason: "not a day as YYYY-MM-DD"}
		}
	}
	return nil
}

func (q Lateness) checkFigures() error {
	switch {
	case !(q.Percentile > 0 && q.Percentile <= 100):
		return &mperr.InvalidArgument{Argument: "percentile", Value: fmt.Sprint(q.Percentile), Reason: "must lie above 0 and up to 100"}
	case q.Within <= 0:
		return &mperr.InvalidArgument{Argument: "within", Value: q.Within.String(), Reason: "must be positive"}
	case q.Limit < 0:
		return &mperr.InvalidArgument{Argument: "limit", Value: strconv.Itoa(q.Limit), Reason: "must not be negative"}
	}
	return nil
}

// Schema is the schema of the answer.
func (Lateness) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "events", Type: answerCount}, {Name: "late", Type: answerCount, Nullable: true},
	}, nil)
}

func (Lateness) question() {}
