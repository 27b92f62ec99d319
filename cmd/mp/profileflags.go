package main

import (
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// profileFlags are the flags of fetch profiles.
type profileFlags struct {
	streamFlags

	where, cohort, properties, id, group, behaviors string
	ids                                             []string
	asOf, maxRejects, maxMissing                    int64
	workers, batch                                  int
	includeAll, replace, appendTo, incremental      bool
	parallel, off, noWait                           bool
}

func (f *profileFlags) add(flags *pflag.FlagSet) {
	f.streamFlags.add(flags)
	flags.StringVarP(&f.where, "where", "w", "", "only profiles for which this expression of Mixpanel's language is true")
	flags.StringVarP(&f.cohort, "cohort", "c", "", "only members of the cohort of this `ID`")
	flags.BoolVar(&f.includeAll, "include-all-users", false, "with --cohort: also members that have no profile")
	flags.StringVarP(&f.properties, "output-properties", "o", "", "only these properties, separated by commas, and $last_seen")
	flags.StringVar(&f.id, "distinct-id", "", "only the profile of this `ID`")
	flags.StringArrayVar(&f.ids, "distinct-ids", nil, "only the profile of this `ID`; may be given many times")
	flags.StringVarP(&f.group, "group-id", "g", "", "profiles of the group key with this data group `ID`, instead of users")
	flags.StringVar(&f.behaviors, "behaviors", "", "a JSON array of selections by events, which --where tests")
	flags.Int64Var(&f.asOf, "as-of-timestamp", 0, "with --behaviors: count events up to this time, in seconds since 1970")
	flags.BoolVar(&f.replace, "replace", false, "swap an existing table of profiles for the new one")
	flags.BoolVar(&f.appendTo, "append", false, "add to an existing table, replacing profiles that are there")
	flags.BoolVar(&f.incremental, "incremental", false, "append the profiles that were updated since the newest in the table")
	flags.Int64Var(&f.maxRejects, "max-rejects", 0, "how many results may be no profiles before the fetch fails")
	flags.Int64Var(&f.maxMissing, "max-missing", 0, "how many profiles Mixpanel may tell of and not give before the fetch fails")
	flags.BoolVar(&f.off, "no-progress", false, "no progress on standard error")
	flags.BoolVar(&f.noWait, "no-wait", false, "end with status 5 where the hour's quota is used up, instead of waiting for it")
	flags.BoolVarP(&f.parallel, "parallel", "p", false, "accepted for the Python tool's scripts: pages are always read in parallel")
	flags.IntVar(&f.workers, "workers", 0, "pages read at once, 1 to 5; 0 is 5")
	flags.IntVar(&f.batch, "batch-size", 1000, "accepted for the Python tool's scripts: rows are batched by bytes")
}

// request checks what belongs together and leaves the rest to the library.
func (f *profileFlags) request(args []string, given func(flag string) bool) (fetch.ProfilesRequest, error) {
	request := fetch.ProfilesRequest{
		Table: "profiles", Mode: storage.Create, Where: f.where, CohortID: f.cohort, IncludeAllUsers: f.includeAll,
		DistinctID: f.id, DistinctIDs: f.ids, GroupID: f.group, Behaviors: f.behaviors,
		Incremental: f.incremental, Workers: f.workers, MaxRejects: f.maxRejects, MaxMissing: f.maxMissing,
		OutputProperties: names(f.properties),
	}
	if len(args) > 0 {
		request.Table = args[0]
	}
	if f.asOf != 0 {
		request.AsOf = time.Unix(f.asOf, 0)
	}
	switch {
	case f.replace && (f.appendTo || f.incremental):
		return request, &mperr.InvalidArgument{Argument: "--replace", Reason: "cannot be used with --append or --incremental"}
	case given("output-properties") && len(request.OutputProperties) == 0:
		return request, &mperr.InvalidArgument{Argument: "--output-properties", Value: f.properties, Reason: "names no property; leave it out for all"}
	case given("as-of-timestamp") && f.asOf <= 0:
		return request, &mperr.InvalidArgument{
			Argument: "--as-of-timestamp", Value: strconv.FormatInt(f.asOf, 10), Reason: "must be seconds since 1970",
		}
	case given("workers") && f.workers < 1:
		return request, &mperr.InvalidArgument{Argument: "--workers", Value: strconv.Itoa(f.workers), Reason: "must be 1 to 5"}
	case f.batch < 100 || f.batch > 100_000:
		return request, &mperr.InvalidArgument{Argument: "--batch-size", Value: strconv.Itoa(f.batch), Reason: "must be 100 to 100000"}
	case f.replace:
		request.Mode = storage.Replace
	case f.appendTo, f.incremental:
		request.Mode = storage.Append
	}
	for flag, value := range map[string]string{
		"distinct-id": f.id, "where": f.where, "cohort": f.cohort, "group-id": f.group, "behaviors": f.behaviors,
	} {
		if given(flag) && value == "" {
			return request, &mperr.InvalidArgument{Argument: "--" + flag, Reason: "must not be empty; leave it out for all profiles"}
		}
	}
	return request, nil
}

// profileFlagOf has the flag for each field of a request that the library may refuse.
var profileFlagOf = map[string]string{
	"table": "TABLE", "where": "--where", "cohort_id": "--cohort", "include_all_users": "--include-all-users",
	"output_properties": "--output-properties", "distinct_id": "--distinct-id", "distinct_ids": "--distinct-ids",
	"group_id": "--group-id", "behaviors": "--behaviors", "as_of": "--as-of-timestamp", "incremental": "--incremental",
	"workers": "--workers", "max_rejects": "--max-rejects", "max_missing": "--max-missing",
}
