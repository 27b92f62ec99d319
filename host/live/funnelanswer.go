package live

import (
	"context"
	"slices"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// Ask asks Mixpanel for a saved funnel; see the package text for errors, of which [mperr.NotFound] is for an ID that is not
// there. Counts are added up over the parts of the range; with On there are those of each segment beside those of everybody.
// The name of the funnel is not told.
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
	read, err := readFunnel(answer)
	if err != nil {
		return nil, unclear("funnels", err)
	}
	fields := FunnelFields(q, read.everybody)
	if q.On != "" {
		fields.SegmentProperty, fields.Segments = q.On, make(map[string][]result.StepFields, len(read.segments))
		for segment, steps := range read.segments {
			fields.Segments[segment] = withRates(steps)
		}
	}
	made, err := result.NewFunnel(fields)
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
	fields := result.FunnelFields{FunnelID: q.ID, FromDate: q.From, ToDate: q.To, Steps: withRates(steps)}
	if len(steps) > 0 {
		fields.ConversionRate = Rate(steps[len(steps)-1].Count, steps[0].Count)
	}
	return fields
}

func withRates(steps []result.StepFields) []result.StepFields {
	rated := slices.Clone(steps)
	for i := range rated {
		rated[i].ConversionRate = 1
		if i > 0 {
			rated[i].ConversionRate = Rate(steps[i].Count, steps[i-1].Count)
		}
	}
	return rated
}

// Rate is a part of a whole; 0 of nothing.
func Rate(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
