package live

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Funnel asks how many users went from step to step. Mixpanel answers funnels that are saved there, by their ID; the local
// engine answers funnels that are given by their Steps.
//
// https://developer.mixpanel.com/reference/funnels-query
type Funnel struct {
	// ID is the saved funnel's id, for Mixpanel; 0 where Steps are given.
	ID int64
	// Steps are the events of the funnel in their order, two to [storage.MostSteps], for the local engine; none where an ID is
	// given. The same event may come more than once.
	Steps []string
	// From and To are the inclusive range of days in which users begin; both are required. Steps may be done after To.
	From, To string
	// Unit is how Mixpanel splits its answer, day, week or month; "" is day. The result adds the parts up.
	Unit Unit
	// On counts each value of a property by itself, beside everybody, see [Expression]; "" does not. For Mixpanel: the local
	// engine does not split funnels.
	On string
	// Where is an expression; events for which it is not true do not count. "" counts all.
	Where string
	// Length is how long users may take from the first step to the last, in LengthUnit; 90 days at most. 0 is the saved
	// funnel's own, and 7 days for the local engine.
	Length int
	// LengthUnit is second, minute, hour or day; "" is day. It means something with Length only.
	LengthUnit Unit
}

// WithDefaults is the question with what was left open filled in, but for Length.
func (q Funnel) WithDefaults() Funnel {
	q.Unit, q.LengthUnit = cmp.Or(q.Unit, Day), cmp.Or(q.LengthUnit, Day)
	return q
}

// Validate says what cannot be asked of any engine; see the package text for the error. Whether there is an ID or Steps is
// for the engine to say, but that one of them is needed, and not both.
func (q Funnel) Validate() error {
	q = q.WithDefaults()
	return cmp.Or(
		q.checkWhich(),
		checkDays(q.From, q.To),
		checkChoice("unit", q.Unit, Day, Week, Month),
		checkExpression("on", q.On),
		checkExpression("where", q.Where),
		q.checkLength(),
	)
}

func (q Funnel) checkWhich() error {
	switch {
	case len(q.Steps) == 0:
		return checkID("funnel_id", q.ID)
	case q.ID != 0:
		return &mperr.InvalidArgument{Argument: "steps", Reason: "cannot be used with the id of a saved funnel"}
	case len(q.Steps) < 2 || len(q.Steps) > storage.MostSteps:
		return &mperr.InvalidArgument{Argument: "steps", Value: strconv.Itoa(len(q.Steps)), Reason: fmt.Sprintf("must be 2 to %d events", storage.MostSteps)}
	}
	return checkNames("steps", q.Steps)
}

// checkLength keeps the window to Mixpanel's ninety days.
func (q Funnel) checkLength() error {
	if err := checkChoice("length_unit", q.LengthUnit, Second, Minute, Hour, Day); err != nil {
		return err
	}
	const days = 90
	most := map[Unit]int{Day: days, Hour: days * 24, Minute: days * 24 * 60, Second: days * 24 * 60 * 60}
	return checkNumber("length", q.Length, 0, most[q.LengthUnit])
}
