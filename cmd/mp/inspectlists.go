package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func (a *app) inspectFunnelsCommand() *cobra.Command {
	var options discovery.Options
	command := &cobra.Command{
		Use: "funnels", Short: "List the saved funnels",
		Long: `List the saved funnels, sorted by name; mp query funnel takes their ids.

` + kept,
		Example: "  mp inspect funnels",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return inProject(a, command.Context(), (*host.Workspace).Funnels, options, "no saved funnels", "")
		},
	}
	refreshFlag(command, &options.Refresh)
	return command
}

func (a *app) inspectCohortsCommand() *cobra.Command {
	var options discovery.Options
	command := &cobra.Command{
		Use: "cohorts", Short: "List the saved cohorts",
		Long: `List the saved cohorts, sorted by name; mp fetch profiles --cohort takes their
ids.

` + kept,
		Example: "  mp inspect cohorts --format csv",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return inProject(a, command.Context(), (*host.Workspace).Cohorts, options, "no saved cohorts", "")
		},
	}
	refreshFlag(command, &options.Refresh)
	return command
}

func (a *app) inspectBookmarksCommand() *cobra.Command {
	var options discovery.BookmarksOptions
	command := &cobra.Command{
		Use: "bookmarks", Short: "List the saved reports",
		Long: `List the saved reports, sorted by name; mp query saved-report and mp query flows
take their ids. Mixpanel is asked each time.`,
		Example: "  mp inspect bookmarks\n  mp inspect bookmarks -t funnels",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return inProject(a, command.Context(), (*host.Workspace).Bookmarks, options, "no saved reports of that kind", "")
		},
	}
	typeFlag(command, &options.Type, "", "only reports of this kind: "+strings.Join(discovery.BookmarkTypes(), ", "), discovery.BookmarkTypes())
	return command
}

func (a *app) inspectTopEventsCommand() *cobra.Command {
	var options discovery.TopEventsOptions
	command := &cobra.Command{
		Use: "top-events", Short: "List today's most common events",
		Long: `List today's most common events, the most common first. percent_change is the
change since yesterday as a fraction: -0.25 is a quarter less. Mixpanel is asked
each time.`,
		Example: "  mp inspect top-events\n  mp inspect top-events -t unique -l 3",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := givenLimit(command, options.Limit); err != nil {
				return err
			}
			return inProject(a, command.Context(), (*host.Workspace).TopEvents, options, "no events today", "")
		},
	}
	typeFlag(command, &options.Type, "general", "what is counted: general (events), unique (users), average (events by user)", discovery.CountTypes())
	command.Flags().IntVarP(&options.Limit, "limit", "l", 10, "how many events at most, 1 to 5000")
	return command
}

func (a *app) inspectAnnotationsCommand() *cobra.Command {
	var options discovery.AnnotationsOptions
	command := &cobra.Command{
		Use: "annotations", Short: "List the notes on Mixpanel's charts",
		Long: `List the notes on Mixpanel's charts, of all days or of some, sorted by their
moment. Mixpanel is asked each time.`,
		Example: "  mp inspect annotations --from 2026-01-01 --to 2026-01-31",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return inProject(a, command.Context(), (*host.Workspace).Annotations, options, "no annotations on those days", "")
		},
	}
	command.Flags().StringVar(&options.From, "from", "", "first day, YYYY-MM-DD")
	command.Flags().StringVar(&options.To, "to", "", "last day, YYYY-MM-DD")
	return command
}

// givenLimit refuses a 0 that somebody wrote, which to the library is the limit that nobody gave.
func givenLimit(command *cobra.Command, limit int) error {
	if limit == 0 && command.Flags().Changed("limit") {
		return &mperr.InvalidArgument{Argument: "--limit", Value: "0", Reason: "must be between 1 and 5000"}
	}
	return nil
}
