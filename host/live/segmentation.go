package live

import "cmp"

// MaxSegments is the most segments that Mixpanel gives.
const MaxSegments = 10_000

// Segmentation asks how often an event happened over time, split by a property or not.
//
// https://developer.mixpanel.com/reference/segmentation-query
type Segmentation struct {
	// Event is the event to count. Required.
	Event string
	// From and To are the inclusive range of days. Required.
	From, To string
	// On splits the counts by a property: its bare name or an expression, see [Expression]; "" does not split.
	On string
	// Unit is minute, hour, day, week or month; "" is day. Users cannot be counted in minutes and hours.
	Unit Unit
	// Where is an expression; events for which it is not true do not count. "" counts all.
	Where string
	// Type says what is counted; "" is [General].
	Type CountType
	// Limit is how many segments are wanted, the largest first, 1 to [MaxSegments]; 0 leaves it to Mixpanel, which gives 60.
	// It means something with On only.
	Limit int
}

// WithDefaults is the question with what was left open filled in.
func (q Segmentation) WithDefaults() Segmentation {
	q.Unit, q.Type = cmp.Or(q.Unit, Day), cmp.Or(q.Type, General)
	return q
}

// Validate says what cannot be asked; see the package text for the error.
func (q Segmentation) Validate() error {
	q = q.WithDefaults()
	return cmp.Or(
		checkName("event", q.Event),
		checkDays(q.From, q.To),
		checkExpression("on", q.On),
		checkExpression("where", q.Where),
		checkChoice("type", q.Type, CountTypes()...),
		checkChoice("unit", q.Unit, Minute, Hour, Day, Week, Month),
		checkUnique(q.Type, q.Unit),
		checkNumber("limit", q.Limit, 0, MaxSegments),
	)
}
