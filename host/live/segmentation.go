package live

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/mixpanel-data/mp/sdk/result"
)

// MaxSegments is the most segments that Mixpanel gives.
const MaxSegments = 10_000

// Segmentation asks how often an event happened over time, split by a property or not.
//
// https://developer.mixpanel.com/reference/segmentation-query
type Segmentation struct {
	// Event is the event to count. Required.
	Event string
	// From and To are the inclusive range of days. Required.
	From, To string
	// On splits the counts by a property: its bare name or an expression, see [Expression]; "" does not split.
	On string
	// Unit is minute, hour, day, week or month; "" is day. Minutes and hours are for [General] alone.
	Unit Unit
	// Where is an expression; events for which it is not true do not count. "" counts all.
	Where string
	// Type says what is counted; "" is [General].
	Type CountType
	// Limit is how many segments are wanted, the largest first, 1 to [MaxSegments]; 0 leaves it to Mixpanel, which gives 60.
	// It means something with On only.
	Limit int
}

// WithDefaults is the question with what was left open filled in.
func (q Segmentation) WithDefaults() Segmentation {
	q.Unit, q.Type = cmp.Or(q.Unit, Day), cmp.Or(q.Type, General)
	return q
}

// Validate says what cannot be asked; see the package text for the error.
func (q Segmentation) Validate() error {
	q = q.WithDefaults()
	return cmp.Or(
		checkName("event", q.Event),
		checkDays(q.From, q.To),
		checkExpression("on", q.On),
		checkExpression("where", q.Where),
		checkChoice("type", q.Type, CountTypes()...),
		checkChoice("unit", q.Unit, Minute, Hour, Day, Week, Month),
		checkUsers(q.Type, q.Unit),
		checkNumber("limit", q.Limit, 0, MaxSegments),
	)
}

// Ask asks Mixpanel; see the package text for errors. Without On the one segment of the result is [result.TotalSegment].
// Its total is the sum of all counts, which for users counts one as often as they were counted.
func (q Segmentation) Ask(ctx context.Context, asker Asker) (*result.SegmentationResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q = q.WithDefaults()
	answer, err := ask(ctx, asker, "segmentation", params{
		"event": q.Event, "from_date": q.From, "to_date": q.To, "unit": string(q.Unit), "type": string(q.Type),
		"on": Expression(q.On), "where": q.Where, "limit": q.limit(),
	}.values())
	if err != nil {
		return nil, err
	}
	series, err := q.read(answer)
	if err != nil {
		return nil, unclear("segmentation", err)
	}
	made, err := result.NewSegmentation(result.SegmentationFields{
		Event: q.Event, FromDate: q.From, ToDate: q.To, Unit: string(q.Unit), Type: string(q.Type), SegmentProperty: q.On,
		Series: series, Total: Total(series),
	})
	return understood("segmentation", made, err)
}

// limit is sent with On only, as Mixpanel asks.
func (q Segmentation) limit() string {
	if q.On == "" {
		return ""
	}
	return number(q.Limit)
}

func (q Segmentation) read(answer json.RawMessage) (result.Series, error) {
	read, err := readSeries(answer)
	if err != nil {
		return nil, err
	}
	if q.On != "" {
		return read.full(), nil
	}
	counts, err := read.only(q.Event)
	return result.Series{result.TotalSegment: counts}, err
}

// Total is the sum of all counts. It adds in one order, as sums of fractions depend on it.
func Total(series result.Series) float64 {
	var sum float64
	for _, name := range slices.Sorted(maps.Keys(series)) {
		for _, date := range slices.Sorted(maps.Keys(series[name])) {
			sum += series[name][date]
		}
	}
	return sum
}
