package live

import (
	"context"
	"encoding/json"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// numericResults is the answer for sums and averages.
type numericResults struct {
	results    map[string]float64
	computedAt string
}

func (q Numeric) askResults(ctx context.Context, asker Asker, path string) (numericResults, error) {
	if q.Type != "" {
		return numericResults{}, &mperr.InvalidArgument{Argument: "type", Value: string(q.Type), Reason: "sums and averages have no type"}
	}
	if err := q.Validate(); err != nil {
		return numericResults{}, err
	}
	answer, err := ask(ctx, asker, path, q.WithDefaults().params().values())
	if err != nil {
		return numericResults{}, err
	}
	read, err := readResults(answer)
	if err != nil {
		return read, unclear(path, err)
	}
	return read, nil
}

// readResults leaves out dates whose number is null, which is the average of nothing.
func readResults(answer json.RawMessage) (numericResults, error) {
	var read struct {
		ComputedAt string `json:"computed_at"`
	}
	if err := json.Unmarshal(answer, &read); err != nil {
		return numericResults{}, err
	}
	members, err := dated(within(answer, "results", "data"))
	if err != nil {
		return numericResults{}, err
	}
	out := numericResults{results: map[string]float64{}, computedAt: read.ComputedAt}
	for date, text := range members {
		if string(text) == "null" {
			continue
		}
		var n quantity
		if err := json.Unmarshal(text, &n); err != nil {
			return out, err
		}
		out.results[date] = float64(n)
	}
	return out, nil
}
