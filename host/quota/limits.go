package quota

import "time"

// Family is a group of endpoints that share a quota.
type Family string

// The families.
const (
	Export Family = "export"
	Query  Family = "query"
)

// Limits are those of one family. A zero number is no limit.
type Limits struct {
	// PerHour is how many requests may begin in any hour.
	PerHour int
	// PerSecond is how many requests may begin in any second.
	PerSecond int
	// AtOnce is how many requests may be under way.
	AtOnce int
}

// Documented are the limits that Mixpanel gives a project (https://docs.mixpanel.com/reference/rate-limits). A hundred
// exports at once are more than mp makes.
func Documented() map[Family]Limits {
	return map[Family]Limits{
		Export: {PerHour: 60, PerSecond: 3},
		Query:  {PerHour: 60, AtOnce: 5},
	}
}

// Mixpanel's sliding spans, and room for requests that arrived later than they were sent: it counts them when they arrive,
// and of four sent within a little more than a second the first may be delayed on its way.
const (
	hour   = time.Hour + 2*time.Second
	second = time.Second + 200*time.Millisecond
)
