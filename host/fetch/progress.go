package fetch

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// Step says what a [Progress] tells of.
type Step string

// The steps of a fetch.
const (
	// Planned comes once, before the first request.
	Planned Step = "planned"
	// Started: a unit is about to be asked for.
	Started Step = "started"
	// Advanced: lines arrived.
	Advanced Step = "advanced"
	// Stored: a unit is durable.
	Stored Step = "stored"
	// Retrying: a unit's body broke off and will be fetched again at Until.
	Retrying Step = "retrying"
	// Failed: a unit was given up.
	Failed Step = "failed"
	// Committed comes once, after the table was published.
	Committed Step = "committed"
)

// Progress is the state of a fetch at one of its steps.
type Progress struct {
	Step Step
	// Kind is what is fetched. Of profiles units are pages and lines are profiles, and there are no days.
	Kind storage.Kind
	// Unit is the unit of the step, as FROM..TO, or the pages of profiles by their numbers; "" for Planned and Committed.
	Unit string
	// Units is the number of units planned, UnitsStored and UnitsFailed how many of them are settled.
	Units, UnitsStored, UnitsFailed int
	// Days is the number of days requested, DaysSkipped how many of them were there already.
	Days, DaysSkipped int
	// Lines and Bytes count what arrived of the units stored and under way; what is thrown away for a retry is taken off.
	Lines, Bytes int64
	// Profiles is how many profiles Mixpanel tells of.
	Profiles int
	// Elapsed is the time since the fetch began.
	Elapsed time.Duration
	// Until is when a retry begins.
	Until time.Time
	// Err is why a unit is retried or failed.
	Err error
}
