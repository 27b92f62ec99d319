package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// each is the names of a list without those that came before.
func each(names []string) []string {
	var once []string
	for _, name := range names {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}

func (a *app) queryEventCountsCommand() *cobra.Command {
	var flags reportFlags
	var events string
	command := &cobra.Command{
		Use: "event-counts", Short: "Count several events over time",
		Long: `Count several events over time in Mixpanel. An event that never happened counts 0,
as does one that is not there, which mp tells where it can. minute and hour go with
--type general only.`,
		Example: "  mp query event-counts -e Signup,Login --from 2026-01-01 --to 2026-01-31",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			question := live.EventCounts{
				Events: each(names(events)), From: flags.from, To: flags.to, Unit: live.Unit(flags.unit), Type: live.CountType(flags.counted),
			}
			if len(question.Events) == 0 {
				return &mperr.InvalidArgument{Argument: "--events", Value: events, Reason: "is required: names of events, separated by commas"}
			}
			return asReportFlag(a.askMixpanel(command, flags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
				return w.EventCounts(ctx, question)
			}))
		},
	}
	f := command.Flags()
	f.StringVarP(&events, "events", "e", "", "the events to count, separated by commas")
	flags.addRange(f)
	flags.addType(f)
	flags.addUnit(f, live.Minute, live.Hour, live.Day, live.Week, live.Month)
	return command
}

// propertyCountsFlags are the flags of query property-counts.
type propertyCountsFlags struct {
	reportFlags

	event, property string
	values          []string
	limit           int
}

func (f *propertyCountsFlags) question() live.PropertyCounts {
	return live.PropertyCounts{
		Event: f.event, Property: f.property, From: f.from, To: f.to, Type: live.CountType(f.counted), Unit: live.Unit(f.unit),
		Values: f.values, Limit: f.limit,
	}
}

func (a *app) queryPropertyCountsCommand() *cobra.Command {
	var flags propertyCountsFlags
	command := &cobra.Command{
		Use: "property-counts", Short: "Count an event over time, by the values of a property",
		Long: `Count an event over time in Mixpanel, by the values of a property, the most frequent
first. minute and hour go with --type general only.`,
		Example: `  mp query property-counts -e Signup -p plan --from 2026-01-01 --to 2026-01-31
  mp query property-counts -e Signup -p plan --value pro --value team \
    --from 2026-01-01 --to 2026-01-31`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return asReportFlag(a.askMixpanel(command, flags.reportFlags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
				return w.PropertyCounts(ctx, flags.question())
			}))
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.event, "event", "e", "", "the event to count")
	f.StringVarP(&flags.property, "property", "p", "", "the property's name")
	flags.addRange(f)
	flags.addType(f)
	flags.addUnit(f, live.Minute, live.Hour, live.Day, live.Week, live.Month)
	f.StringArrayVar(&flags.values, "value", nil, "only this value of the property; repeatable")
	f.IntVarP(&flags.limit, "limit", "l", 10, "the most values, 1 to 10000; 0 is Mixpanel's 255")
	return command
}
