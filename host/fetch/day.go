package fetch

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// day is a calendar day as the number of days since 1970-01-01, the form of an Arrow date32. It belongs to no zone.
type day int32

// firstDay is the earliest that Mixpanel accepts an event for.
const firstDay day = 365

const microsPerDay = 24 * 60 * 60 * 1_000_000

// parseDay reads YYYY-MM-DD and nothing else.
func parseDay(argument, text string) (day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, &mperr.InvalidArgument{Argument: argument, Value: text, Reason: "not a day as YYYY-MM-DD, such as 2026-01-31"}
	}
	return dayOf(t), nil
}

// dayOf is the day that t shows in its own location.
func dayOf(t time.Time) day {
	year, month, date := t.Date()
	return day(time.Date(year, month, date, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)) //nolint:gosec // a calendar in use has days that fit
}

// dayOfMicros is the day of a time in microseconds since 1970, on the clock that it counts.
func dayOfMicros(micros int64) day {
	if micros < 0 {
		micros -= microsPerDay - 1
	}
	return day(micros / microsPerDay) //nolint:gosec // an int64 of microseconds has 107 million days
}

func (d day) String() string {
	return time.Unix(int64(d)*24*60*60, 0).UTC().Format(time.DateOnly)
}
