package fetch

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
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
	// that leave $last_seen as it is are missed, as are profiles that were deleted. It means something for APPEND only.
	Incremental bool
	// Overlap is for updates that arrived late; 0 is [UsualOverlap].
	Overlap time.Duration
	// Workers is how many pages are under way at once, 1 to MaxPages; 0 is MaxPages, more are as many.
	Workers int
	// MaxRejects is how many results of the whole run may be no profiles.
	MaxRejects int64
}

// CheckProfiles gives the error with which [Profiles] would refuse a request that makes no sense. It asks and stores nothing.
func CheckProfiles(request ProfilesRequest, config Config) error {
	config, err := config.withDefaults()
	if err != nil {
		return err
	}
	if err := storage.CheckTable(request.Table); err != nil {
		return err
	}
	switch request.Mode {
	case "", storage.Create, storage.Append, storage.Replace:
	default:
		return &mperr.InvalidArgument{Argument: "mode", Value: string(request.Mode), Reason: "not a mode",
			Allowed: []string{string(storage.Create), string(storage.Append), string(storage.Replace)}}
	}
	return request.check(config.Now())
}

// check refuses what belongs to the query and not to a table.
func (r ProfilesRequest) check(now time.Time) error {
	switch {
	case r.DistinctID != "" && r.DistinctIDs != nil:
		return refused("distinct_id", r.DistinctID, "cannot be used with distinct_ids")
	case r.Behaviors != "" && r.CohortID != "":
		return refused("behaviors", "", "cannot be used with a cohort: Mixpanel takes one of the two")
	case r.IncludeAllUsers && r.CohortID == "":
		return refused("include_all_users", "", "means something with a cohort only")
	case r.Behaviors != "" && r.Where == "":
		return refused("behaviors", "", `needs a where that tests it, such as behaviors["name"] > 0`)
	case !r.AsOf.IsZero() && r.Behaviors == "":
		return refused("as_of", "", "means something with behaviors only")
	case r.AsOf.After(now):
		return refused("as_of", r.AsOf.UTC().Format(time.RFC3339), "lies in the future")
	case r.Incremental && r.Mode != storage.Append:
		return refused("incremental", "", "means something for an append only")
	case r.Overlap < 0:
		return refused("overlap", r.Overlap.String(), "must not be negative")
	case r.Workers < 0:
		return refused("workers", strconv.Itoa(r.Workers), "must be 1 to 5")
	case r.MaxRejects < 0:
		return refused("max_rejects", strconv.FormatInt(r.MaxRejects, 10), "must not be negative")
	}
	if err := checkBehaviors(r.Behaviors); err != nil {
		return err
	}
	return r.checkTexts()
}

func refused(argument, value, reason string) error {
	return &mperr.InvalidArgument{Argument: argument, Value: value, Reason: reason}
}

var (
	wholeNumber  = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)
	signedNumber = regexp.MustCompile(`^-?[1-9][0-9]{0,18}$`)
)

func (r ProfilesRequest) checkTexts() error {
	switch {
	case r.CohortID != "" && !wholeNumber.MatchString(r.CohortID):
		return refused("cohort_id", r.CohortID, "must be the number of a cohort")
	case r.GroupID != "" && !signedNumber.MatchString(r.GroupID):
		return refused("group_id", r.GroupID, "must be the data group id of a group key, a whole number that may be negative")
	case r.Where != "" && (strings.TrimSpace(r.Where) == "" || !utf8.ValidString(r.Where)):
		return refused("where", "", `must be an expression such as properties["plan"] == "pro"`)
	}
	for name, texts := range map[string][]string{"distinct_ids": r.DistinctIDs, "output_properties": r.OutputProperties} {
		for _, text := range texts {
			if text == "" || !utf8.ValidString(text) {
				return refused(name, text, "each must be text and not empty")
			}
		}
	}
	return nil
}

// checkBehaviors looks at the shape, which Mixpanel's own error says little about.
func checkBehaviors(text string) error {
	if text == "" {
		return nil
	}
	var behaviors []struct {
		Window    string            `json:"window"`
		Name      string            `json:"name"`
		Selectors []json.RawMessage `json:"event_selectors"`
	}
	if err := json.Unmarshal([]byte(text), &behaviors); err != nil || len(behaviors) == 0 {
		return refused("behaviors", text, `must be a JSON array such as [{"window":"30d","name":"x","event_selectors":[{"event":"Signup"}]}]`)
	}
	for _, one := range behaviors {
		if one.Window == "" || one.Name == "" || len(one.Selectors) == 0 {
			return refused("behaviors", text, "each needs a window such as 30d, a name and event_selectors, a list")
		}
	}
	return nil
}

// queries are the requests for first pages: one, unless there are more ids than one takes.
func (r ProfilesRequest) queries(now time.Time, since string) []mixpanel.EngageRequest {
	query := mixpanel.EngageRequest{
		Where: r.Where, DistinctID: r.DistinctID, DataGroupID: r.GroupID, OutputProperties: r.properties(),
		CohortID: r.CohortID, IncludeAllUsers: r.IncludeAllUsers, Behaviors: r.Behaviors,
	}
	if since != "" {
		query.Where = since
		if r.Where != "" {
			query.Where = "(" + r.Where + ") and " + since
		}
	}
	if r.Behaviors != "" {
		query.AsOf = now.Unix() // pages without a common time are refused
		if !r.AsOf.IsZero() {
			query.AsOf = r.AsOf.Unix()
		}
	}
	if r.DistinctIDs == nil {
		return []mixpanel.EngageRequest{query}
	}
	var queries []mixpanel.EngageRequest
	for ids := range slices.Chunk(eachOnce(r.DistinctIDs), MaxDistinctIDs) {
		query.DistinctIDs = ids
		queries = append(queries, query)
	}
	return queries
}

// properties are those to ask for; the time of the last update has a column of its own.
func (r ProfilesRequest) properties() []string {
	if len(r.OutputProperties) == 0 {
		return nil
	}
	return eachOnce(append(slices.Clone(r.OutputProperties), "$last_seen"))
}

// eachOnce keeps the first of equal texts.
func eachOnce(texts []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool {
		again := seen[text]
		seen[text] = true
		return again
	})
}

func (r ProfilesRequest) workers() int {
	if r.Workers == 0 {
		return MaxPages
	}
	return min(r.Workers, MaxPages)
}

func (r ProfilesRequest) metadata(config Config) storage.Metadata {
	return storage.Metadata{
		ProjectID: config.ProjectID, FilterWhere: r.Where, FilterCohortID: r.CohortID, FilterOutputProperties: eachOnce(r.OutputProperties),
		FilterGroupID: r.GroupID, FilterBehaviors: r.Behaviors,
	}
}
