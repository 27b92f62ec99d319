package fetch

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// Limits of a request for profiles.
const (
	// MaxPages is how many pages are asked for at once: Mixpanel answers five queries of a project at a time.
	MaxPages = 5
	// MaxDistinctIDs is how many ids are sent in one query; more become several queries.
	MaxDistinctIDs = 2000
	// UsualOverlap is how far before the newest stored update an incremental fetch begins.
	UsualOverlap = time.Hour
)

// ProfilesRequest says which profiles to bring into which table. Its zero value, with a table, is all of them.
type ProfilesRequest struct {
	// Table is the table's name; see [storage.CheckTable].
	Table string
	// Mode says what happens to a table that is there; "" is [storage.Create]. APPEND replaces the rows of the profiles that it
	// brings.
	Mode storage.Mode
	// Where is an expression in Mixpanel's language over properties of the profile; "" filters nothing.
	Where string
	// CohortID is the cohort whose members are wanted, a whole number; "" is everybody. Not with Behaviors.
	CohortID string
	// IncludeAllUsers brings members of the cohort also where they have no profile. It needs a CohortID.
	IncludeAllUsers bool
	// OutputProperties are the properties wanted; none means all. $last_seen is always among them.
	OutputProperties []string
	// DistinctID is the one profile wanted, DistinctIDs are several; not both. An id that comes twice is asked for once. A list
	// that is empty and not nil asks for nobody.
	DistinctID  string
	DistinctIDs []string
	// GroupID asks for the profiles of a group key, by its data group id, instead of users.
	GroupID string
	// Behaviors is a JSON array of selections by events, [{"window":"30d","name":"x","event_selectors":[{"event":"E"}]}], which
	// Where tests as behaviors["x"] > 0. It needs a Where.
	Behaviors string
	// AsOf is the time up to which Behaviors counts events; the zero time is that of the fetch.
	AsOf time.Time
	// Incremental brings only profiles that were updated since the newest update that the table holds, less Overlap. Updates
	// that leave $last_seen as it is are missed, as are profiles that were deleted, or that a cohort or behaviors have come to
	// include since. It means something for APPEND only, and is refused where the table was fetched by another Where, CohortID,
	// IncludeAllUsers, DistinctIDs or Behaviors, or of another [Config.DataView], or has got profiles by others since: its
	// newest update would not tell since when the profiles asked for are missing.
	Incremental bool
	// Overlap is for updates that arrived late; 0 is [UsualOverlap].
	Overlap time.Duration
	// Workers is how many pages are under way at once, 1 to MaxPages; 0 is MaxPages, more are as many.
	Workers int
	// MaxRejects is how many results of the whole run may be no profiles.
	MaxRejects int64
	// MaxMissing is how many profiles Mixpanel may tell of and not give.
	MaxMissing int64
}
