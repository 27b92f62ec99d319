package live

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"github.com/mixpanel-data/mp/sdk/result"
)

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

// Ask asks Mixpanel; see the package text for errors.
func (q Frequency) Ask(ctx context.Context, asker Asker) (*result.FrequencyResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	answer, err := ask(ctx, asker, "retention/addiction", params{
		"from_date": q.From, "to_date": q.To, "unit": string(q.Unit), "addiction_unit": string(q.AddictionUnit),
		"event": q.Event, "where": q.Where,
	}.values())
	if err != nil {
		return nil, err
	}
	data, err := readPeriods(answer)
	if err != nil {
		return nil, unclear("retention/addiction", err)
	}
	made, err := result.NewFrequency(result.FrequencyFields{
		Event: q.Event, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), AddictionUnit: string(q.AddictionUnit), Data: data,
	})
	return understood("retention/addiction", made, err)
}

// readPeriods reads {date: [40, 11, 3]}.
func readPeriods(answer json.RawMessage) (map[string][]int64, error) {
	members, err := dated(within(answer, "data", "results"))
	if err != nil {
		return nil, err
	}
	data := make(map[string][]int64, len(members))
	for date, text := range members {
		var read []tally
		if err := json.Unmarshal(text, &read); err != nil {
			return nil, fmt.Errorf("%s: %w", date, err)
		}
		users := make([]int64, len(read))
		for i, n := range read {
			users[i] = int64(n)
		}
		data[date] = users
	}
	return data, nil
}
