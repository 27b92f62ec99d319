package live

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/mixpanel-data/mp/sdk/result"
)

// funnelStep is a step of a funnel in one part of the range.
type funnelStep struct {
	Count tally  `json:"count"`
	Event string `json:"event"`
	Goal  string `json:"goal"`
}

// funnelSteps is how many users came to each step of a funnel, and of its segments where it is split.
type funnelSteps struct {
	everybody []result.StepFields
	segments  map[string][]result.StepFields
}

// readFunnel adds up the steps of all parts of the range.
func readFunnel(answer json.RawMessage) (funnelSteps, error) {
	sum := funnelSteps{segments: map[string][]result.StepFields{}}
	parts, err := dated(within(answer, "data", "results"))
	if err != nil {
		return sum, err
	}
	for _, date := range slices.Sorted(maps.Keys(parts)) {
		part, err := readPart(parts[date])
		if err == nil {
			err = sum.add(part)
		}
		if err != nil {
			return sum, fmt.Errorf("%s: %w", date, err)
		}
	}
	return sum, nil
}

// readPart is the steps of one part: {"steps":[…]}, or where the funnel is split by a property {"$overall":…,"Chrome":…}.
// Where a split has no $overall, everybody is its segments added up.
func readPart(text json.RawMessage) (part funnelSteps, err error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return part, err
	}
	if steps := members["steps"]; steps != nil {
		part.everybody, err = readSteps(steps)
		return part, err
	}
	part.segments = make(map[string][]result.StepFields, len(members))
	for _, segment := range slices.Sorted(maps.Keys(members)) {
		steps, err := readSteps(within(members[segment], "steps"))
		if err != nil {
			return part, fmt.Errorf("%s: %w", segment, err)
		}
		part.segments[segment] = steps
	}
	if everybody, ok := part.segments[result.Everybody]; ok {
		part.everybody = everybody
		delete(part.segments, result.Everybody)
		return part, nil
	}
	for _, segment := range slices.Sorted(maps.Keys(part.segments)) {
		if part.everybody, err = addSteps(part.everybody, part.segments[segment]); err != nil {
			return part, err
		}
	}
	return part, nil
}

func (s *funnelSteps) add(part funnelSteps) (err error) {
	if s.everybody, err = addSteps(s.everybody, part.everybody); err != nil {
		return err
	}
	for segment, steps := range part.segments {
		if s.segments[segment], err = addSteps(s.segments[segment], steps); err != nil {
			return err
		}
	}
	return nil
}

// readSteps takes a step's name from event, or from goal as older answers have it.
func readSteps(list json.RawMessage) ([]result.StepFields, error) {
	var read []funnelStep
	if err := json.Unmarshal(list, &read); err != nil {
		return nil, err
	}
	steps := make([]result.StepFields, len(read))
	for i, step := range read {
		steps[i] = result.StepFields{Event: cmp.Or(step.Event, step.Goal), Count: int64(step.Count)}
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
