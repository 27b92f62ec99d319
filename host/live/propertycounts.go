package live

import (
	"cmp"
	"context"

	"github.com/mixpanel-data/mp/sdk/result"
)

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
	// Unit is minute, hour, day, week or month; "" is day. Minutes and hours are for [General] alone.
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
		checkUsers(q.Type, q.Unit),
		checkNumber("limit", q.Limit, 0, MaxSegments),
		checkTexts("values", q.Values),
	)
}

// Ask asks Mixpanel; see the package text for errors. Values that were asked for and never came have counts of 0.
func (q PropertyCounts) Ask(ctx context.Context, asker Asker) (*result.PropertyCountsResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	values, err := list(q.Values)
	if err != nil {
		return nil, err
	}
	answer, err := ask(ctx, asker, "events/properties", params{
		"event": q.Event, "name": q.Property, "from_date": q.From, "to_date": q.To, "unit": string(q.Unit), "type": string(q.Type),
		"values": values, "limit": number(q.Limit),
	}.values())
	if err != nil {
		return nil, err
	}
	read, err := readSeries(answer)
	if err != nil {
		return nil, unclear("events/properties", err)
	}
	made, err := result.NewPropertyCounts(result.PropertyCountsFields{
		Event: q.Event, PropertyName: q.Property, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), Type: string(q.Type),
		Series: read.full(q.Values...),
	})
	return understood("events/properties", made, err)
}
