package live

import (
	"cmp"
	"context"

	"github.com/mixpanel-data/mp/sdk/result"
)

// EventCounts asks how often each of several events happened, over time.
//
// https://developer.mixpanel.com/reference/aggregate-event-counts
type EventCounts struct {
	// Events are the events to count. At least one is required.
	Events []string
	// From and To are the inclusive range of days. Required.
	From, To string
	// Type says what is counted; "" is [General].
	Type CountType
	// Unit is minute, hour, day, week or month; "" is day. Minutes and hours are for [General] alone.
	Unit Unit
}

// WithDefaults is the question with what was left open filled in.
func (q EventCounts) WithDefaults() EventCounts {
	q.Unit, q.Type = cmp.Or(q.Unit, Day), cmp.Or(q.Type, General)
	return q
}

// Validate says what cannot be asked; see the package text for the error.
func (q EventCounts) Validate() error {
	q = q.WithDefaults()
	return cmp.Or(
		checkNames("event", q.Events),
		checkDays(q.From, q.To),
		checkChoice("type", q.Type, CountTypes()...),
		checkChoice("unit", q.Unit, Minute, Hour, Day, Week, Month),
		checkUsers(q.Type, q.Unit),
	)
}

// Ask asks Mixpanel; see the package text for errors. An event that never happened has counts of 0, whether or not there
// is an event of that name: Mixpanel does not tell.
func (q EventCounts) Ask(ctx context.Context, asker Asker) (*result.EventCountsResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	events, err := list(q.Events)
	if err != nil {
		return nil, err
	}
	answer, err := ask(ctx, asker, "events", params{
		"event": events, "from_date": q.From, "to_date": q.To, "unit": string(q.Unit), "type": string(q.Type),
	}.values())
	if err != nil {
		return nil, err
	}
	read, err := readSeries(answer)
	if err != nil {
		return nil, unclear("events", err)
	}
	made, err := result.NewEventCounts(result.EventCountsFields{
		Events: q.Events, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), Type: string(q.Type), Series: read.full(q.Events...),
	})
	return understood("events", made, err)
}
