package live

import "cmp"

// PropertyCounts asks how often an event happened with each value of a property, over time.
//
// https://developer.mixpanel.com/reference/aggregated-event-property-values
type PropertyCounts struct {
	// Event is the event to count. Required.
	Event string
	// Property is the property's name; not an expression. Required.
	Property string
	// From and To are the inclusive range of days. Required.
	From, To string
	// Type says what is counted; "" is [General].
	Type CountType
	// Unit is minute, hour, day, week or month; "" is day. Users cannot be counted in minutes and hours.
	Unit Unit
	// Values are the only values wanted; none means all.
	Values []string
	// Limit is how many values are wanted, the most frequent first, 1 to [MaxSegments]; 0 leaves it to Mixpanel, which
	// gives 255.
	Limit int
}

// WithDefaults is the question with what was left open filled in.
func (q PropertyCounts) WithDefaults() PropertyCounts {
	q.Unit, q.Type = cmp.Or(q.Unit, Day), cmp.Or(q.Type, General)
	return q
}

// Validate says what cannot be asked; see the package text for the error.
func (q PropertyCounts) Validate() error {
	q = q.WithDefaults()
	return cmp.Or(
		checkName("event", q.Event),
		checkName("name", q.Property),
		checkDays(q.From, q.To),
		checkChoice("type", q.Type, CountTypes()...),
		checkChoice("unit", q.Unit, Minute, Hour, Day, Week, Month),
		checkUnique(q.Type, q.Unit),
		checkNumber("limit", q.Limit, 0, MaxSegments),
		checkTexts("values", q.Values),
	)
}
