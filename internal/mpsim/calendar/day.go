// Package calendar names days and finds where they begin and end in a time
// zone, including the days of 23 and 25 hours and those without a midnight.
package calendar

import (
	"fmt"
	"time"
)

// layout is how Mixpanel writes a day in from_date and to_date.
const layout = "2006-01-02"

const secondsPerDay = 24 * 60 * 60

// Day is a calendar date, counted in days from 1970-01-01, so that days can be
// compared, subtracted and looped over as integers. It belongs to no zone.
type Day int32

// Date returns the day of a year, month and day of month; values outside their
// usual ranges are carried over as time.Date does.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// Parse reads YYYY-MM-DD and nothing else.
func Parse(text string) (Day, error) {
	t, err := time.Parse(layout, text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date of the form YYYY-MM-DD", text)
	}
	return Date(t.Date()), nil
}

// Of returns the date that t shows in its own location.
func Of(t time.Time) Day { return Date(t.Date()) }

// String returns the day as YYYY-MM-DD.
func (d Day) String() string { return d.utc().Format(layout) }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

func (d Day) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }
