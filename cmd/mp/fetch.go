package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (a *app) fetchCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "fetch",
		Short:   "Fetch Mixpanel data into the local store",
		Example: "  mp fetch events --from 2026-01-01 --to 2026-01-31",
	}
	command.AddCommand(a.fetchEventsCommand())
	return command
}

// fetchFlags are the flags of fetch events.
type fetchFlags struct {
	from, to, events, where          string
	limit, workers, chunkDays, batch int
	maxRejects                       int64
	replace, appendTo, parallel, off bool
	refetch                          bool
}

func (a *app) fetchEventsCommand() *cobra.Command {
	var flags fetchFlags
	command := &cobra.Command{
		Use: "events [TABLE]", Short: "Fetch raw events into a table (default: events)",
		Long: `Fetch the raw events of a range of days, both ends included, into a table of the local store.

The range is split into requests of a few days, and each is stored whole or not at all. Without --append or --replace
the table must not exist; it becomes visible when everything has arrived. Repeating a command that was interrupted or
came out incomplete (exit status 9) goes on where it stopped. --append leaves out days that the table holds completely;
--replace swaps the table for the new one at the end and keeps the old one until then.`,
		Example: `  mp fetch events --from 2026-01-01 --to 2026-01-31
  mp fetch events --append --from 2026-02-01 --to 2026-02-07
  mp fetch events signups --from 2026-01-01 --to 2026-01-31 -e Signup,Login -w 'properties["plan"] == "pro"'`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			request, err := flags.request(args)
			if err != nil {
				return err
			}
			return a.fetchEvents(command.Context(), request, flags.off)
		},
	}
	f := command.Flags()
	f.StringVar(&flags.from, "from", "", "first day, YYYY-MM-DD")
	f.StringVar(&flags.to, "to", "", "last day, YYYY-MM-DD")
	f.StringVarP(&flags.events, "events", "e", "", "only these events, separated by commas")
	f.StringVarP(&flags.where, "where", "w", "", "only events for which this expression of Mixpanel's language is true")
	f.IntVarP(&flags.limit, "limit", "l", 0, "stop after that many events, 1 to 100000")
	f.BoolVar(&flags.replace, "replace", false, "swap an existing table for the new one")
	f.BoolVar(&flags.appendTo, "append", false, "add to an existing table")
	f.BoolVar(&flags.refetch, "refetch", false, "with --append: fetch complete days again and replace them")
	f.Int64Var(&flags.maxRejects, "max-rejects", 0, "how many lines may be no events before the fetch fails")
	f.BoolVar(&flags.off, "no-progress", false, "no progress on standard error")
	f.BoolVarP(&flags.parallel, "parallel", "p", false, "accepted for the Python tool's scripts: fetches always run in parallel")
	f.IntVar(&flags.workers, "workers", 0, "requests under way at once, 1 to 20; 0 is 4")
	f.IntVar(&flags.chunkDays, "chunk-days", 0, "days in one request, 1 to 100; 0 chooses by the range")
	f.IntVar(&flags.batch, "batch-size", 1000, "accepted for the Python tool's scripts: rows are batched by bytes")
	return command
}

// request checks what belongs together and leaves the rest to the library.
func (f fetchFlags) request(args []string) (fetch.Request, error) {
	request := fetch.Request{
		Table: "events", Mode: storage.Create, From: f.from, To: f.to, Where: f.where,
		Limit: f.limit, UnitDays: f.chunkDays, Workers: f.workers, MaxRejects: f.maxRejects, Refetch: f.refetch,
	}
	if len(args) > 0 {
		request.Table = args[0]
	}
	switch {
	case f.from == "":
		return request, &mperr.InvalidArgument{Argument: "--from", Reason: "is required"}
	case f.to == "":
		return request, &mperr.InvalidArgument{Argument: "--to", Reason: "is required"}
	case f.replace && f.appendTo:
		return request, &mperr.InvalidArgument{Argument: "--replace", Reason: "cannot be used with --append"}
	case f.refetch && !f.appendTo:
		return request, &mperr.InvalidArgument{Argument: "--refetch", Reason: "means something with --append only"}
	case f.limit != 0 && f.parallel:
		return request, &mperr.InvalidArgument{Argument: "--limit", Reason: "cannot be used with --parallel"}
	case f.batch < 100 || f.batch > 100_000:
		return request, &mperr.InvalidArgument{Argument: "--batch-size", Value: fmt.Sprint(f.batch), Reason: "must be 100 to 100000"}
	case f.replace:
		request.Mode = storage.Replace
	case f.appendTo:
		request.Mode = storage.Append
	}
	for name := range strings.SplitSeq(f.events, ",") {
		if name = strings.TrimSpace(name); name != "" {
			request.Events = append(request.Events, name)
		}
	}
	return request, nil
}

func (a *app) fetchEvents(ctx context.Context, request fetch.Request, off bool) error {
	options, progress := a.options(false), a.newProgress(off)
	options.Progress = progress.show
	return withWorkspace(ctx, options, func(workspace *host.Workspace) error {
		summary, err := workspace.FetchEvents(ctx, request)
		progress.clear()
		a.saySummary(summary)
		if err != nil {
			return err
		}
		fetched, err := summary.Result()
		if err != nil {
			return err
		}
		object, err := render.Encoded(fetched)
		if err != nil {
			return err
		}
		return a.object(object.Fields...)
	})
}

// saySummary accounts for every line: received = stored + duplicates + rejected.
func (a *app) saySummary(s fetch.Summary) {
	if s.Units == 0 && s.UnitsResumed == 0 && s.DaysSkipped == 0 && !s.Committed {
		return
	}
	line := fmt.Sprintf("mp: %s received = %s stored + %s duplicates + %s rejected",
		grouped(s.Received), grouped(s.Stored), grouped(s.Duplicates), grouped(s.Rejected))
	if s.UnitsResumed > 0 {
		line += fmt.Sprintf("; %s stored by the interrupted run before", grouped(s.Resumed.Stored))
	}
	if s.DaysSkipped > 0 {
		line += fmt.Sprintf("; %s complete already", counted(s.DaysSkipped, "day"))
	}
	a.say(line)
}
