package main

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// fetchFlags are the flags of fetch events.
type fetchFlags struct {
	streamFlags

	from, to, events, where          string
	lookback                         string
	limit, workers, chunkDays, batch int
	maxRejects                       int64
	replace, appendTo, parallel, off bool
	refetch, limited, noWait, dryRun bool
	noColumns                        bool
	idle                             time.Duration
}

func (f *fetchFlags) add(flags *pflag.FlagSet) {
	f.streamFlags.add(flags)
	flags.StringVar(&f.from, "from", "", "first day, YYYY-MM-DD")
	flags.StringVar(&f.to, "to", "", "last day, YYYY-MM-DD")
	flags.StringVarP(&f.events, "events", "e", "", "only these events, separated by commas")
	flags.StringVarP(&f.where, "where", "w", "", "only events for which this expression of Mixpanel's language is true")
	flags.IntVarP(&f.limit, "limit", "l", 0, "stop after that many events, 1 to 100000")
	flags.BoolVar(&f.replace, "replace", false, "swap an existing table of events for the new one")
	flags.BoolVar(&f.appendTo, "append", false, "add to an existing table")
	flags.BoolVar(&f.refetch, "refetch", false, "with --append: fetch complete days again and replace them")
	flags.StringVar(&f.lookback, "lookback", "auto", "with --append: fetch days again that were fetched sooner after their end, such as 5d; 0 for none")
	flags.Int64Var(&f.maxRejects, "max-rejects", 0, "how many lines may be no events before the fetch fails")
	flags.BoolVar(&f.noColumns, "no-columns", false, "add no columns for properties; they stay in the JSON alone")
	flags.BoolVar(&f.off, "no-progress", false, "no progress on standard error")
	flags.BoolVarP(&f.parallel, "parallel", "p", false, "accepted for the Python tool's scripts: fetches always run in parallel")
	flags.IntVar(&f.workers, "workers", 0, "requests under way at once, 1 to 20; 0 is 4")
	flags.IntVar(&f.chunkDays, "chunk-days", 0, "days in one request, 1 to 100; 0 chooses by the range")
	flags.DurationVar(&f.idle, "idle-timeout", 2*time.Minute, "ask again where an answer that has begun brings nothing for so long")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print the requests, what is left of the quota and the time expected; fetch nothing")
	flags.BoolVar(&f.noWait, "no-wait", false, "end with status 5 where the hour's quota is used up, instead of waiting for it")
	flags.IntVar(&f.batch, "batch-size", 1000, "accepted for the Python tool's scripts: rows are batched by bytes")
}

// request checks what belongs together and leaves the rest to the library.
func (f *fetchFlags) request(args []string) (fetch.Request, error) {
	request := fetch.Request{
		Table: "events", Mode: storage.Create, From: f.from, To: f.to, Where: f.where,
		Limit: f.limit, UnitDays: f.chunkDays, Workers: f.workers, MaxRejects: f.maxRejects, Refetch: f.refetch,
		NoColumns: f.noColumns, Events: names(f.events),
	}
	if len(args) > 0 {
		request.Table = args[0]
	}
	switch {
	case f.from == "":
		return request, &mperr.InvalidArgument{Argument: "--from", Reason: "is required"}
	case f.to == "":
		return request, &mperr.InvalidArgument{Argument: "--to", Reason: "is required"}
	case f.events != "" && len(request.Events) == 0:
		return request, &mperr.InvalidArgument{Argument: "--events", Value: f.events, Reason: "names no event; leave it out for all events"}
	case f.replace && f.appendTo:
		return request, &mperr.InvalidArgument{Argument: "--replace", Reason: "cannot be used with --append"}
	case f.refetch && !f.appendTo:
		return request, &mperr.InvalidArgument{Argument: "--refetch", Reason: "means something with --append only"}
	case !isLookback(f.lookback):
		return request, &mperr.InvalidArgument{Argument: "--lookback", Value: f.lookback, Reason: "must be auto, 0 or days such as 5d"}
	case f.limited && f.limit < 1:
		return request, &mperr.InvalidArgument{Argument: "--limit", Value: strconv.Itoa(f.limit), Reason: "must be 1 to 100000"}
	case f.limited && f.parallel:
		return request, &mperr.InvalidArgument{Argument: "--limit", Reason: "cannot be used with --parallel"}
	case f.idle <= 0:
		return request, &mperr.InvalidArgument{Argument: "--idle-timeout", Value: f.idle.String(), Reason: "must be positive, such as 2m"}
	case f.batch < 100 || f.batch > 100_000:
		return request, &mperr.InvalidArgument{Argument: "--batch-size", Value: strconv.Itoa(f.batch), Reason: "must be 100 to 100000"}
	case f.replace:
		request.Mode = storage.Replace
	case f.appendTo:
		request.Mode, request.Lookback = storage.Append, lookbackOf(f.lookback)
	}
	return request, nil
}

var lookbackForm = regexp.MustCompile(`^([0-9]{1,3}d|auto|0|)$`)

func isLookback(text string) bool { return lookbackForm.MatchString(text) }

// lookbackOf reads auto, 0 or days such as 5d.
func lookbackOf(text string) time.Duration {
	if text == "auto" {
		return fetch.AutoLookback
	}
	days, _ := strconv.Atoi(strings.TrimSuffix(text, "d")) // nothing is 0
	return time.Duration(days) * 24 * time.Hour
}

// fetchFlagOf has the flag for each field of a request that the library may refuse.
var fetchFlagOf = map[string]string{
	"table": "TABLE", "from_date": "--from", "to_date": "--to", "events": "--events", "where": "--where", "limit": "--limit",
	"workers": "--workers", "unit_days": "--chunk-days", "max_rejects": "--max-rejects",
}

// asFlag names the flag where the library names a field of its own.
func asFlag(err error) error {
	return renamed(err, fetchFlagOf)
}
