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
	// Pause is the least time between the beginnings of two requests.
	Pause time.Duration
	// AtOnce is how many requests may be under way.
	AtOnce int
}

// Documented are the limits that Mixpanel gives a project (https://docs.mixpanel.com/reference/rate-limits). It counts
// requests when they arrive: of exports sent a third of a second apart the first may be delayed on its way, and four would
// arrive within a second. The rest of the pause is room for that. A hundred exports at once are more than mp makes.
func Documented() map[Family]Limits {
	return map[Family]Limits{
		Export: {PerHour: 60, Pause: 350 * time.Millisecond},
		Query:  {PerHour: 60, AtOnce: 5},
	}
}

// hour is Mixpanel's sliding hour, and a little room for a request that arrived later than it was sent.
const hour = time.Hour + 2*time.Second
