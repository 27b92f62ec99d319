package fetch

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

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
	case r.MaxMissing < 0:
		return refused("max_missing", strconv.FormatInt(r.MaxMissing, 10), "must not be negative")
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
