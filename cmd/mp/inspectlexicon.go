package main

import (
	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/discovery"
)

func (a *app) inspectLexiconSchemasCommand() *cobra.Command {
	var options discovery.SchemasOptions
	command := &cobra.Command{
		Use: "lexicon-schemas", Short: "List what the Lexicon describes",
		Long: `List the events and profiles that the Lexicon has a schema of, sorted by type and
name. Events that nobody has described are not among them: see mp inspect events.

The answer is kept for an hour, as Mixpanel allows five such questions a minute;
--refresh asks anew.`,
		Example: "  mp inspect lexicon-schemas\n  mp inspect lexicon-schemas -t profile",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return inProject(a, command.Context(), (*host.Workspace).LexiconSchemas, options, "the Lexicon describes nothing", "")
		},
	}
	typeFlag(command, &options.EntityType, "", "only schemas of this type: event, profile", discovery.EntityTypes())
	refreshFlag(command, &options.Refresh)
	return command
}

func (a *app) inspectLexiconSchemaCommand() *cobra.Command {
	var options discovery.SchemaOptions
	command := &cobra.Command{
		Use: "lexicon-schema", Short: "Show what the Lexicon says of an event or profile",
		Long: `Show what the Lexicon says of an event or profile: whole in JSON, its properties in
the other formats. What has no schema ends with status 4.

The answer is kept for an hour, as Mixpanel allows five such questions a minute;
--refresh asks anew.`,
		Example: "  mp inspect lexicon-schema -t event -n Signup",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return inProject(a, command.Context(), (*host.Workspace).LexiconSchema, options, "", "")
		},
	}
	typeFlag(command, &options.EntityType, "", "the type: event, profile", discovery.EntityTypes())
	command.Flags().StringVarP(&options.Name, "name", "n", "", "the name of the event or profile")
	refreshFlag(command, &options.Refresh)
	return command
}
