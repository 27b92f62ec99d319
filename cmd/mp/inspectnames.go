package main

import (
	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/discovery"
)

func (a *app) inspectEventsCommand() *cobra.Command {
	var options discovery.EventsOptions
	command := &cobra.Command{
		Use: "events", Short: "List the project's events",
		Long: `List the names of the events of the last 31 days, sorted. Mixpanel leaves hidden
events out.

` + kept,
		Example: "  mp inspect events\n  mp inspect events --refresh --format plain",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return inProject(a, command.Context(), (*host.Workspace).Events, options, "no events in the last 31 days",
				"there may be more events: Mixpanel gives no more names at once")
		},
	}
	refreshFlag(command, &options.Refresh)
	return command
}

func (a *app) inspectPropertiesCommand() *cobra.Command {
	var options discovery.PropertiesOptions
	command := &cobra.Command{
		Use: "properties", Short: "List the properties of an event",
		Long: `List the names of an event's properties, sorted. An event that is not there ends
with status 4 and the names that are near.

` + kept,
		Example: "  mp inspect properties -e Signup",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return inProject(a, command.Context(), (*host.Workspace).Properties, options, "the event has no properties",
				"there may be more properties: Mixpanel gives no more names at once")
		},
	}
	command.Flags().StringVarP(&options.Event, "event", "e", "", "the event")
	refreshFlag(command, &options.Refresh)
	return command
}

func (a *app) inspectValuesCommand() *cobra.Command {
	options := discovery.ValuesOptions{}
	command := &cobra.Command{
		Use: "values", Short: "List values of a property",
		Long: `List values of an event's property, as Mixpanel orders them: the most common
first. Without --event it is the property of every event, where Mixpanel's server
answers that.

` + kept,
		Example: "  mp inspect values -p plan -e Signup\n  mp inspect values -p '$browser' -e 'Page View' -l 1000",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := givenLimit(command, options.Limit); err != nil {
				return err
			}
			return inProject(a, command.Context(), (*host.Workspace).PropertyValues, options, "no values",
				"there may be more values: --limit asks for up to 5000")
		},
	}
	flags := command.Flags()
	flags.StringVarP(&options.Property, "property", "p", "", "the property")
	flags.StringVarP(&options.Event, "event", "e", "", "only values in this event")
	flags.IntVarP(&options.Limit, "limit", "l", 100, "how many values at most, 1 to 5000")
	refreshFlag(command, &options.Refresh)
	return command
}
