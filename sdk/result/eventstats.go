package result

import (
	"cmp"
	"time"
)

// EventStats is what a [EventBreakdownResult] tells of one event. Its JSON has the times in RFC 3339 with microseconds.
type EventStats struct {
	// EventName is the event's name; may be "".
	EventName string
	// Count is how often it happened.
	Count int64
	// UniqueUsers is how many did it.
	UniqueUsers int64
	// FirstSeen and LastSeen are when it happened first and last, in UTC; the zero time where no row tells.
	FirstSeen, LastSeen time.Time
	// PctOfTotal is its share of all events, 0 to 100.
	PctOfTotal float64
}

func (e EventStats) check(place string) error {
	return cmp.Or(checkText(place+"event_name", e.EventName), checkCount(place+"count", e.Count),
		checkCount(place+"unique_users", e.UniqueUsers), checkPercentage(place+"pct_of_total", e.PctOfTotal))
}

// MarshalJSON has the keys event_name, count, unique_users, first_seen, last_seen and pct_of_total.
func (e EventStats) MarshalJSON() ([]byte, error) {
	return encode(struct {
		EventName   string  `json:"event_name"`
		Count       int64   `json:"count"`
		UniqueUsers int64   `json:"unique_users"`
		FirstSeen   *string `json:"first_seen"`
		LastSeen    *string `json:"last_seen"`
		PctOfTotal  float64 `json:"pct_of_total"`
	}{e.EventName, e.Count, e.UniqueUsers, instant(e.FirstSeen), instant(e.LastSeen), e.PctOfTotal})
}

// instant is a stored time as JSON has it: with microseconds; null for none.
func instant(at time.Time) *string {
	if at.IsZero() {
		return nil
	}
	text := at.UTC().Format("2006-01-02T15:04:05.000000Z07:00")
	return &text
}
