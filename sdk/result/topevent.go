package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// TopEvent is how often an event came today. The table of a [List] has the columns event, count (int64, and
// float64 where a count is no whole number) and percent_change.
type TopEvent struct {
	// Event is the event's name.
	Event string `json:"event"`
	// Count is how often it came today, how many users it came from, or how often for each of them; not negative.
	Count float64 `json:"count"`
	// PercentChange is the change since yesterday as a fraction, whatever its name says: -0.36 is 36 % less.
	PercentChange float64 `json:"percent_change"`
}

func (e TopEvent) check(place string) error {
	return cmp.Or(checkText(place+"event", e.Event), checkAmount(place+"count", e.Count),
		checkFinite(place+"percent_change", e.PercentChange))
}

func (e TopEvent) clone() TopEvent { return e }

func (TopEvent) tableOf(events []TopEvent) arrow.RecordBatch {
	return batchOf(len(events),
		texts("event", each(events, func(e TopEvent) string { return e.Event })),
		amounts("count", each(events, func(e TopEvent) float64 { return e.Count })),
		floats("percent_change", each(events, func(e TopEvent) float64 { return e.PercentChange })))
}
