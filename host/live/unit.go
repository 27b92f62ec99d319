package live

import (
	"slices"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Unit is a length of time that a report is drawn in.
type Unit string

// The units. No endpoint takes all of them.
const (
	Second Unit = "second"
	Minute Unit = "minute"
	Hour   Unit = "hour"
	Day    Unit = "day"
	Week   Unit = "week"
	Month  Unit = "month"
)

// CountType says what is counted.
type CountType string

// The types of counts.
const (
	// General counts events.
	General CountType = "general"
	// Unique counts users who did the event.
	Unique CountType = "unique"
	// Average counts events for each user who did the event.
	Average CountType = "average"
)

// CountTypes are the types of counts in the order of help texts.
func CountTypes() []CountType { return []CountType{General, Unique, Average} }

// checkChoice refuses a value that is none of those allowed.
func checkChoice[T ~string](argument string, value T, allowed ...T) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	texts := make([]string, len(allowed))
	for i, one := range allowed {
		texts[i] = string(one)
	}
	return &mperr.InvalidArgument{Argument: argument, Value: string(value), Reason: "not one of the values that do", Allowed: texts}
}

// checkUsers refuses to tell users apart in units shorter than a day, which Mixpanel does not do.
func checkUsers(counted CountType, unit Unit) error {
	if counted != General && (unit == Minute || unit == Hour) {
		return &mperr.InvalidArgument{Argument: "unit", Value: string(unit),
			Reason: "users cannot be told apart in units shorter than a day; with type " + string(counted) + " choose a longer one"}
	}
	return nil
}
