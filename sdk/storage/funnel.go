package storage

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// MostSteps bounds the steps of a [Funnel].
const MostSteps = 100

// Funnel asks how many users came how far through steps of events. A user enters once, with the first event of the first
// step in the period, and has Window from there for all steps.
//
// A later step is done by the user's first event, by time and then by insert_id (a synthetic one first), that has the
// step's name, does no earlier step, lies in or after the period, and comes at most 2 seconds before the moment at which
// the step before it was done; that moment is never before that of an earlier step.
//
// The answer has a row for each date and step that a user reached, ordered by both:
//
//	date   utf8: the first day of the bucket of time in which the users entered
//	step   int64: from 0
//	users  int64: who did the step and all before it
type Funnel struct {
	// Table is the table's name.
	Table string
	// Steps are names of events, two at least; one may come several times.
	Steps []string
	// Period is the days that are asked about.
	Period Period
	// Unit is day, week or month.
	Unit TimeUnit
	// Window is how long after the entry the last step may be, to the millisecond; 0 is the same moment.
	Window time.Duration
	// Where is the expression that keeps an event, of any step, where it is true; "" keeps all.
	Where string
}

// Name is funnel.
func (Funnel) Name() string { return "funnel" }

// Check refuses what no table answers.
func (q Funnel) Check() error {
	if len(q.Steps) < 2 || len(q.Steps) > MostSteps {
		return &mperr.InvalidArgument{Argument: "steps", Value: strconv.Itoa(len(q.Steps)), Reason: fmt.Sprintf("must be 2 to %d events", MostSteps)}
	}
	for _, step := range q.Steps {
		if err := checkEvent("steps", step); err != nil {
			return err
		}
	}
	if q.Window < 0 || q.Window > 366*24*time.Hour {
		return &mperr.InvalidArgument{Argument: "length", Value: q.Window.String(), Reason: "must be 0 to 366 days"}
	}
	return cmp.Or(checkNamed(q.Table), q.Period.check(), checkOneOf("unit", q.Unit, ByDay, ByWeek, ByMonth))
}

// Schema is the schema of the answer.
func (Funnel) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "date", Type: answerText}, {Name: "step", Type: answerCount}, {Name: "users", Type: answerCount},
	}, nil)
}

func (Funnel) question() {}
