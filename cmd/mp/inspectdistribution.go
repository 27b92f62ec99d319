package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/result"
)

func (a *app) inspectDistributionCommand() *cobra.Command {
	var flags eventFlags
	limit := 20
	command := &cobra.Command{
		Use: "distribution", Short: "Show which values a property has, and how often",
		Long: `Show the most frequent values of a property of an event, with the share of the events
that have them: undefined where the property is absent, null where it is null. Each
item of a list counts by itself. --engine live asks Mixpanel, which counts alike.`,
		Example: "  mp inspect distribution -e Signup -p plan --from 2026-01-01 --to 2026-01-31",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return asEventFlag(a.askEngine(command, flags.reportFlags, flags.engineFlags, answers{
				live: func(ctx context.Context, w *host.Workspace) (result.Result, error) {
					return given(w.LiveDistribution(ctx, flags.asked(), limit))
				},
				local: func(ctx context.Context, engine local.Engine) (result.Result, error) {
					return given(engine.Distribution(ctx, flags.asked(), limit))
				},
			}))
		},
	}
	flags.add(command)
	flags.addEngines(command)
	flags.addProperty(command)
	command.Flags().IntVarP(&limit, "limit", "l", limit, "how many values")
	return command
}

func (a *app) inspectDailyCommand() *cobra.Command {
	var flags eventFlags
	command := &cobra.Command{
		Use: "daily", Short: "Show how often events happened on each day",
		Long: `Show how often events happened on each day of the project's time zone; a day without
an event has no row of it. --engine live asks Mixpanel, which needs --events.`,
		Example: "  mp inspect daily --from 2026-01-01 --to 2026-01-31 -e Signup,Login",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			events := names(flags.events)
			return asEventFlag(renamed(a.askEngine(command, flags.reportFlags, flags.engineFlags, answers{
				live: func(ctx context.Context, w *host.Workspace) (result.Result, error) {
					return given(w.LiveDailyCounts(ctx, live.EventCounts{Events: events, From: flags.from, To: flags.to}))
				},
				local: func(ctx context.Context, engine local.Engine) (result.Result, error) {
					return given(engine.DailyCounts(ctx, flags.from, flags.to, events...))
				},
			}), map[string]string{"event": "--events"}))
		},
	}
	flags.add(command)
	flags.addEngines(command)
	flags.addEvents(command)
	return command
}

// withProperties makes the command that shows the days of a table show, where a property is named, in how many events
// properties have a value: the Python tool calls this by the same name.
func (a *app) withProperties(command *cobra.Command) *cobra.Command {
	var flags eventFlags
	ofDays := command.RunE
	command.Long += `

With --event and --properties it shows instead in how many of the event's rows
between --from and --to properties are there and not null.`
	command.Example += "\n  mp inspect coverage -e Signup -p plan,age --from 2026-01-01 --to 2026-01-31"
	f := command.Flags()
	f.StringVarP(&flags.event, "event", "e", "", "of properties: the event")
	f.StringVarP(&flags.property, "properties", "p", "", "of properties: their names, separated by commas")
	f.StringVar(&flags.from, "from", "", "of properties: first day, YYYY-MM-DD")
	f.StringVar(&flags.to, "to", "", "of properties: last day, YYYY-MM-DD")
	flags.addLocal(f)
	command.RunE = func(command *cobra.Command, args []string) error {
		if flags.event == "" && flags.property == "" {
			return ofDays(command, args)
		}
		table, err := f.GetString("table")
		if err != nil {
			return err
		}
		if flags.table = "events"; table != "" || len(args) > 0 {
			if flags.table, err = tableName(table, args); err != nil {
				return err
			}
		}
		return a.askEvents(command, flags, func(ctx context.Context, engine local.Engine) (result.Result, error) {
			return given(engine.PropertyCoverage(ctx, flags.event, flags.from, flags.to, names(flags.property)...))
		})
	}
	return command
}
