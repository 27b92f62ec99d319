package live

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/result"
)

// Flows asks which ways users took from step to step, as a flows report that is saved in Mixpanel shows it. Mixpanel does not
// document the endpoint; its own libraries use it.
type Flows struct {
	// ID is the bookmark's id. Required.
	ID int64
}

// Validate says what cannot be asked; see the package text for the error.
func (q Flows) Validate() error { return checkID("bookmark_id", q.ID) }

// Ask asks Mixpanel; see the package text for errors. A report of another type has no steps, which is an [mperr.APIError].
func (q Flows) Ask(ctx context.Context, asker Asker) (*result.FlowsResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	answer, err := askSaved(ctx, asker, "report", q.ID, "arb_funnels", params{
		"bookmark_id": strconv.FormatInt(q.ID, 10), "query_type": "flows_sankey",
	}.values())
	if err != nil {
		return nil, err
	}
	fields, err := readFlows(answer)
	if err != nil {
		return nil, unclear("arb_funnels", err)
	}
	fields.BookmarkID = q.ID
	made, err := result.NewFlows(fields)
	return understood("arb_funnels", made, err)
}

func readFlows(answer json.RawMessage) (result.FlowsFields, error) {
	var read struct {
		ComputedAt string          `json:"computed_at"`
		Steps      json.RawMessage `json:"steps"`
		Breakdowns json.RawMessage `json:"breakdowns"`
		Rate       *quantity       `json:"overallConversionRate"`
		OtherRate  quantity        `json:"overall_conversion_rate"`
		Metadata   json.RawMessage `json:"metadata"`
	}
	if err := json.Unmarshal(answer, &read); err != nil {
		return result.FlowsFields{}, err
	}
	if isNull(read.Steps) {
		return result.FlowsFields{}, errors.New("it holds no steps; the report may not be one of flows")
	}
	return result.FlowsFields{
		ComputedAt: read.ComputedAt, Steps: read.Steps, Breakdowns: orNone(read.Breakdowns), Metadata: orNone(read.Metadata),
		OverallConversionRate: float64(*cmp.Or(read.Rate, &read.OtherRate)),
	}, nil
}

func isNull(value json.RawMessage) bool { return len(value) == 0 || string(value) == "null" }

// orNone is a value, nil for null.
func orNone(value json.RawMessage) json.RawMessage {
	if isNull(value) {
		return nil
	}
	return value
}
