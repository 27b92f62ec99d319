package credential

import (
	"time"
	// A time zone must be known wherever a plugin runs, also in a container or on a Windows without the tz database.
	_ "time/tzdata"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// checkTimezone refuses what the tz database does not know; "" is fine.
func checkTimezone(name string) error {
	if name == "" {
		return nil
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return &mperr.InvalidArgument{Argument: "timezone", Value: name, Reason: "not an IANA time zone such as Europe/Lisbon"}
	}
	return nil
}
