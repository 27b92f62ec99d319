package live

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// overall is the segment that holds everybody.
const overall = "$overall"

// funnelStep is a step of a funnel in one part of the range.
type funnelStep struct {
	Count quantity `json:"count"`
	Event string   `json:"event"`
	Goal  string   `json:"goal"`
}

// Ask asks Mixpanel for a saved funnel; see the package text for errors, of which [mperr.NotFound] is for an ID that is not
// there. Counts are those of everybody, added up over the parts of the range. The name of the funnel is not told.
func (q Funnel) Ask(ctx context.Context, asker Asker) (*result.FunnelResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.ID == 0 {
		return nil, &mperr.InvalidArgument{Argument: "steps", Reason: "are for the local engine: Mixpanel answers saved funnels, by their id"}
	}
	answer, err := askSaved(ctx, asker, "funnel", q.ID, "funnels", q.WithDefaults().params().values())
	if err != nil {
		return nil, err
	}
	steps, err := readFunnel(answer)
	if err != nil {
		return nil, unclear("funnels", err)
	}
	made, err := result.NewFunnel(FunnelFields(q, steps))
	return understood("funnels", made, err)
}

func (q Funnel) params() params {
	values := params{
		"funnel_id": strconv.FormatInt(q.ID, 10), "from_date": q.From, "to_date": q.To, "unit": string(q.Unit),
		"on": Expression(q.On), "where": q.Where,
	}
	if q.Length > 0 {
		values["length"], values["length_unit"] = strconv.Itoa(q.Length), string(q.LengthUnit)
	}
	return values
}

// FunnelFields are the fields of a funnel's result, by the event and count of each step: a step's rate is its count by the
// count of the step before, that of the first step is 1, and a rate of nobody is 0.
func FunnelFields(q Funnel, steps []result.StepFields) result.FunnelFields {
	fields := result.FunnelFields{FunnelID: q.ID, FromDate: q.From, ToDate: q.To, Steps: slices.Clone(steps)}
	for i := range fields.Steps {
		fields.Steps[i].ConversionRate = 1
		if i > 0 {
			fields.Steps[i].ConversionRate = Rate(steps[i].Count, steps[i-1].Count)
		}
	}
	if len(steps) > 0 {
		fields.ConversionRate = Rate(steps[len(steps)-1].Count, steps[0].Count)
	}
	return fields
}

// Rate is a part of a whole; 0 of nothing.
func Rate(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// readFunnel adds up the steps of all parts of the range.
func readFunnel(answer json.RawMessage) ([]result.StepFields, error) {
	parts, err := dated(within(answer, "data", "results"))
	if err != nil {
		return nil, err
	}
	var sum []result.StepFields
	for _, date := range slices.Sorted(maps.Keys(parts)) {
		steps, err := readPart(parts[date])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", date, err)
		}
		if sum, err = addSteps(sum, steps); err != nil {
			return nil, fmt.Errorf("%s: %w", date, err)
		}
	}
	return sum, nil
}

// readPart is the steps of one part: {"steps":[…]}, or where the funnel is split by a property {"$overall":…,"Chrome":…}, of
// which everybody counts. Where a split has no $overall, its segments are added up.
func readPart(part json.RawMessage) ([]result.StepFields, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(part, &members); err != nil {
		return nil, err
	}
	if steps := members["steps"]; steps != nil {
		return readSteps(steps)
	}
	if everybody := members[overall]; everybody != nil {
		return readSteps(within(everybody, "steps"))
	}
	var sum []result.StepFields
	for _, segment := range slices.Sorted(maps.Keys(members)) {
		steps, err := readSteps(within(members[segment], "steps"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", segment, err)
		}
		if sum, err = addSteps(sum, steps); err != nil {
			return nil, err
		}
	}
	return sum, nil
}

// readSteps takes a step's name from event, or from goal as older answers have it.
func readSteps(list json.RawMessage) ([]result.StepFields, error) {
	var read []funnelStep
	if err := json.Unmarshal(list, &read); err != nil {
		return nil, err
	}
	steps := make([]result.StepFields, len(read))
	for i, step := range read {
		n, err := step.Count.count()
		if err != nil {
			return nil, err
		}
		steps[i] = result.StepFields{Event: cmp.Or(step.Event, step.Goal), Count: n}
	}
	return steps, nil
}

// addSteps adds the counts of two parts; a part without steps, on which nobody began, adds nothing.
func addSteps(sum, steps []result.StepFields) ([]result.StepFields, error) {
	if len(sum) == 0 || len(steps) == 0 {
		return append(sum, steps...), nil
	}
	if len(sum) != len(steps) {
		return nil, errors.New("it has other steps than the days before")
	}
	for i := range steps {
		sum[i].Count += steps[i].Count
	}
	return sum, nil
}
