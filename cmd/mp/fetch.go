package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (a *app) fetchCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "fetch",
		Short:   "Fetch Mixpanel data into the local store",
		Example: "  mp fetch events --from 2026-01-01 --to 2026-01-31\n  mp fetch profiles",
	}
	command.AddCommand(a.fetchEventsCommand(), a.fetchProfilesCommand())
	return command
}

const fetchEventsLong = `Fetch the raw events of a range of days, both ends included, into a table of the local store.

The range is split into requests of a few days, and each is stored whole or not at all. Without --append or --replace
the table must not exist; it becomes visible when everything has arrived. Repeating a command that was interrupted or
came out incomplete (exit status 9) goes on where it stopped. --replace swaps the table for the new one at the end and
keeps the old one until then; a table that holds no events is refused, also by --append.

--append leaves out days that the table holds completely and that late events no longer change: a day is settled when it
was fetched longer after its end than --lookback, which auto learns from how late the stored events came; it is 5 days
where too few are stored.

Mixpanel takes 60 exports an hour from a project. All mp processes of a user count them together, in the folder quota
beside the configuration; days are grouped so that a long range fits what is left of the hour, as far as requests of 30
days allow. Where nothing is left the fetch says when it resumes and waits; --no-wait ends it with status 5 and keeps what
is stored. MP_EXPORTS_PER_HOUR is for projects to which Mixpanel grants more; 0 keeps no count.

--stdout stores nothing and prints the events as JSON lines, in constant memory: a request is put aside in a temporary
file until it has arrived whole, so that no event is printed twice. Events that Mixpanel has twice come twice.`

func (a *app) fetchEventsCommand() *cobra.Command {
	var flags fetchFlags
	command := &cobra.Command{
		Use: "events [TABLE]", Short: "Fetch raw events into a table (default: events)",
		Long: fetchEventsLong,
		Example: `  mp fetch events --from 2026-01-01 --to 2026-01-31
  mp fetch events --dry-run --from 2024-01-01 --to 2025-12-31
  mp fetch events --append --from 2026-02-01 --to 2026-02-07
  mp fetch events --stdout --from 2026-01-01 --to 2026-01-01 | gzip > day.gz
  mp fetch events signups --from 2026-01-01 --to 2026-01-31 \
    -e Signup,Login -w 'properties["plan"] == "pro"'`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			flags.limited = command.Flags().Changed("limit")
			request, err := flags.request(args)
			if err == nil {
				err = flags.check(a, command.Flags().Changed)
			}
			if err != nil {
				return err
			}
			return asFlag(a.eventsAsked(command.Context(), request, flags))
		},
	}
	flags.add(command.Flags())
	return command
}

// eventsAsked stores events, prints them, or only tells what that would take.
func (a *app) eventsAsked(ctx context.Context, request fetch.Request, flags fetchFlags) error {
	switch {
	case flags.stdout:
		return a.streamEvents(ctx, request, flags)
	case flags.dryRun:
		return a.forecastEvents(ctx, request)
	}
	return a.fetchEvents(ctx, request, flags)
}

func (a *app) fetchEvents(ctx context.Context, request fetch.Request, flags fetchFlags) error {
	options, progress := a.options(false), a.newProgress(flags.off)
	options.Progress, options.Mixpanel.OnWait = progress.show, progress.wait
	options.Mixpanel.IdleTimeout, options.NoWait = flags.idle, flags.noWait
	return a.within(ctx, options, func(workspace *host.Workspace) error {
		summary, err := workspace.FetchEvents(ctx, request)
		progress.clear()
		return a.fetched(summary, err)
	})
}

// fetched tells what a fetch did and prints its result.
func (a *app) fetched(summary fetch.Summary, err error) error {
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
}

// saySummary accounts for every line: received = stored + duplicates + rejected.
func (a *app) saySummary(s fetch.Summary) {
	if s.Units == 0 && s.UnitsResumed == 0 && s.DaysSkipped == 0 && !s.Committed {
		return
	}
	line := fmt.Sprintf("mp: %s received = %s stored + %s duplicates + %s rejected",
		thousands(s.Received), thousands(s.Stored), thousands(s.Duplicates), thousands(s.Rejected))
	if s.UnitsResumed > 0 {
		line += fmt.Sprintf("; %s stored by the interrupted run before", thousands(s.Resumed.Stored))
	}
	if s.DaysSkipped > 0 {
		line += fmt.Sprintf("; %s complete already", counted(s.DaysSkipped, "day"))
	}
	if s.Restarts > 0 {
		line += "; begun anew " + counted(s.Restarts, "time")
	}
	if s.Missing > 0 {
		line += fmt.Sprintf("; %s told of and not given", thousands(s.Missing))
	}
	if s.Kind == storage.Profiles && !s.Committed { // while units of events stay, for the next run to go on from
		line += "; none of them is kept"
	}
	a.say(line)
}
