package live

import "cmp"

// Frequency asks how many users were active in how many hours or days of each day, week or month ("addiction").
//
// https://developer.mixpanel.com/reference/retention-frequency-query
type Frequency struct {
	// From and To are the inclusive range of days. Required.
	From, To string
	// Unit is the period, day, week or month; "" is day.
	Unit Unit
	// AddictionUnit is what is counted within a period, hour or day; "" is hour.
	AddictionUnit Unit
	// Event is the event that counts as being active; "" is any.
	Event string
	// Where is an expression; events for which it is not true do not count. "" counts all.
	Where string
}

// WithDefaults is the question with what was left open filled in.
func (q Frequency) WithDefaults() Frequency {
	q.Unit, q.AddictionUnit = cmp.Or(q.Unit, Day), cmp.Or(q.AddictionUnit, Hour)
	return q
}

// Validate says what cannot be asked; see the package text for the error.
func (q Frequency) Validate() error {
	q = q.WithDefaults()
	err := cmp.Or(
		checkDays(q.From, q.To),
		checkChoice("unit", q.Unit, Day, Week, Month),
		checkChoice("addiction_unit", q.AddictionUnit, Hour, Day),
		checkExpression("where", q.Where),
	)
	if err == nil && q.Event != "" {
		return checkName("event", q.Event)
	}
	return err
}
