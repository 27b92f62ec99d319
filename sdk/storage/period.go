package storage

import (
	"slices"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Period is the days that a question about events is asked of, and how the project reads clocks.
type Period struct {
	// From and To are the inclusive range of days, YYYY-MM-DD, by the clocks of Zone. Required.
	From, To string
	// Zone is the project's time zone by its IANA name; "" is UTC. Days, and the labels of answers, are those that clocks
	// show there, also where a day has 23 or 25 hours.
	Zone string
	// LocalTime says that the export of the project shows the time of Zone, as those of projects of before 2023 do: times in
	// expressions are read so. Otherwise they are UTC.
	LocalTime bool
}

// Location is the zone.
func (p Period) Location() (*time.Location, error) {
	location, err := time.LoadLocation(p.Zone)
	if err != nil || p.Zone == "Local" {
		return nil, &mperr.InvalidArgument{Argument: "zone", Value: p.Zone, Reason: "not a time zone, such as Europe/Lisbon"}
	}
	return location, nil
}

// Days are From and To at midnight in UTC.
func (p Period) Days() (from, to time.Time, err error) {
	if from, err = time.Parse(time.DateOnly, p.From); err != nil {
		return from, to, &mperr.InvalidArgument{Argument: "from_date", Value: p.From, Reason: "not a day as YYYY-MM-DD"}
	}
	if to, err = time.Parse(time.DateOnly, p.To); err != nil {
		return from, to, &mperr.InvalidArgument{Argument: "to_date", Value: p.To, Reason: "not a day as YYYY-MM-DD"}
	}
	if to.Before(from) {
		return from, to, &mperr.InvalidArgument{Argument: "from_date", Value: p.From, Reason: "lies after to_date " + p.To}
	}
	return from, to, nil
}

func (p Period) check() error {
	if _, _, err := p.Days(); err != nil {
		return err
	}
	_, err := p.Location()
	return err
}

// TimeUnit is a length of time by which an answer is divided.
type TimeUnit string

// The units. Weeks begin on Monday; where time is measured from a user's own event, a month has 30 days.
const (
	ByMinute TimeUnit = "minute"
	ByHour   TimeUnit = "hour"
	ByDay    TimeUnit = "day"
	ByWeek   TimeUnit = "week"
	ByMonth  TimeUnit = "month"
)

// Counting says what is counted.
type Counting string

// What is counted.
const (
	// CountEvents counts events.
	CountEvents Counting = "general"
	// CountUsers counts the users who have one; events without a user count for nobody.
	CountUsers Counting = "unique"
	// CountPerUser is the number of events that have a user for each of these users.
	CountPerUser Counting = "average"
)

// checkOneOf refuses a word that is none of those allowed.
func checkOneOf[T ~string](argument string, value T, allowed ...T) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	words := make([]string, len(allowed))
	for i, one := range allowed {
		words[i] = string(one)
	}
	return &mperr.InvalidArgument{Argument: argument, Value: string(value), Reason: "not one of the words that do", Allowed: words}
}

// checkEvent wants the name of an event.
func checkEvent(argument, name string) error {
	if name == "" {
		return &mperr.InvalidArgument{Argument: argument, Reason: "is required"}
	}
	return nil
}

// checkFrom wants a number of at least low.
func checkFrom(argument string, value, low int) error {
	if value < low {
		return &mperr.InvalidArgument{Argument: argument, Reason: "is too small a number"}
	}
	return nil
}
