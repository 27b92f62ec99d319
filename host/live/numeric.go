package live

import (
	"cmp"
	"context"

	"github.com/mixpanel-data/mp/sdk/result"
)

// Numeric asks about a number that an event carries, over time. [Numeric.Ask] asks how often it lay in which range,
// [Numeric.AskSum] and [Numeric.AskAverage] for its sum and its average.
//
// https://developer.mixpanel.com/reference/segmentation-numeric-query
type Numeric struct {
	// Event is the event to count. Required.
	Event string
	// From and To are the inclusive range of days. Required.
	From, To string
	// On is the number: a property's bare name or an expression, see [Expression]. What is no number adds 0 to sums and
	// averages. Required.
	On string
	// Unit is hour or day; "" is day. Hours are for [General] alone.
	Unit Unit
	// Where is an expression; events for which it is not true do not count. "" counts all.
	Where string
	// Type says what is counted in each range; "" is [General]. Sums and averages have none.
	Type CountType
}

// WithDefaults is the question with what was left open filled in.
func (q Numeric) WithDefaults() Numeric {
	q.Unit, q.Type = cmp.Or(q.Unit, Day), cmp.Or(q.Type, General)
	return q
}

// Validate says what cannot be asked; see the package text for the error.
func (q Numeric) Validate() error {
	q = q.WithDefaults()
	return cmp.Or(
		checkName("event", q.Event),
		checkDays(q.From, q.To),
		checkName("on", q.On),
		checkExpression("where", q.Where),
		checkChoice("type", q.Type, CountTypes()...),
		checkChoice("unit", q.Unit, Hour, Day),
		checkUsers(q.Type, q.Unit),
	)
}

// Ask asks Mixpanel how often the number lay in which range; Mixpanel chooses the ranges. See the package text for errors.
func (q Numeric) Ask(ctx context.Context, asker Asker) (*result.NumericBucketResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	values := q.params()
	values["type"] = string(q.Type)
	answer, err := ask(ctx, asker, "segmentation/numeric", values.values())
	if err != nil {
		return nil, err
	}
	read, err := readSeries(answer)
	if err != nil {
		return nil, unclear("segmentation/numeric", err)
	}
	made, err := result.NewNumericBucket(result.NumericBucketFields{NumericFields: q.fields(), Type: string(q.Type), Series: read.full()})
	return understood("segmentation/numeric", made, err)
}

// AskSum asks Mixpanel for the sum of the number. Type must be "". See the package text for errors.
func (q Numeric) AskSum(ctx context.Context, asker Asker) (*result.NumericSumResult, error) {
	read, err := q.askResults(ctx, asker, "segmentation/sum")
	if err != nil {
		return nil, err
	}
	made, err := result.NewNumericSum(result.NumericSumFields{
		NumericFields: q.fields(), Results: read.results, ComputedAt: read.computedAt,
	})
	return understood("segmentation/sum", made, err)
}

// AskAverage asks Mixpanel for the average of the number. Type must be "". See the package text for errors.
func (q Numeric) AskAverage(ctx context.Context, asker Asker) (*result.NumericAverageResult, error) {
	read, err := q.askResults(ctx, asker, "segmentation/average")
	if err != nil {
		return nil, err
	}
	made, err := result.NewNumericAverage(result.NumericAverageFields{NumericFields: q.fields(), Results: read.results})
	return understood("segmentation/average", made, err)
}

func (q Numeric) params() params {
	return params{
		"event": q.Event, "from_date": q.From, "to_date": q.To, "unit": string(q.Unit), "on": Expression(q.On), "where": q.Where,
	}
}

func (q Numeric) fields() result.NumericFields {
	q = q.WithDefaults()
	return result.NumericFields{Event: q.Event, FromDate: q.From, ToDate: q.To, PropertyExpr: Expression(q.On), Unit: string(q.Unit)}
}
