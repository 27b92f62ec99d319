package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (a *app) inspectCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "inspect",
		Short:   "See what is in the project and in the local store",
		Example: "  mp inspect events\n  mp inspect tables\n  mp inspect coverage -t events",
	}
	command.AddGroup(&cobra.Group{ID: "project", Title: "In the Mixpanel project:"}, &cobra.Group{ID: "store", Title: "In the local store:"})
	for _, asking := range []*cobra.Command{
		a.inspectEventsCommand(), a.inspectPropertiesCommand(), a.inspectValuesCommand(), a.inspectTopEventsCommand(),
		a.inspectFunnelsCommand(), a.inspectCohortsCommand(), a.inspectBookmarksCommand(), a.inspectAnnotationsCommand(),
		a.inspectLexiconSchemasCommand(), a.inspectLexiconSchemaCommand(),
	} {
		asking.GroupID = "project"
		command.AddCommand(asking)
	}
	command.AddCommand(a.inspectTablesCommand(), a.inspectSchemaCommand(), a.inspectColumnsCommand(), a.inspectSampleCommand(),
		a.inspectSummarizeCommand(), a.inspectBreakdownCommand(), a.inspectKeysCommand(), a.inspectColumnCommand(),
		a.withProperties(a.inspectCoverageCommand()), a.inspectInfoCommand(), a.inspectDropCommand(), a.inspectDropAllCommand(),
		a.inspectDistributionCommand(), a.inspectNumericCommand(), a.inspectDailyCommand(), a.inspectEngagementCommand())
	for _, local := range command.Commands() {
		if local.GroupID == "" {
			local.GroupID = "store"
		}
	}
	return command
}

// tableFlag adds --table, which may be given as an argument too.
func tableFlag(command *cobra.Command, table *string) {
	command.Flags().StringVarP(table, "table", "t", "", "the table")
	command.Args = cobra.MaximumNArgs(1)
}

// tableName is --table or the argument.
func tableName(flag string, args []string) (string, error) {
	switch {
	case flag != "" && len(args) > 0 && args[0] != flag:
		return "", &mperr.InvalidArgument{Argument: "--table", Value: flag, Reason: "another table is named on the command line"}
	case flag != "":
		return flag, nil
	case len(args) > 0:
		return args[0], nil
	}
	return "", &mperr.InvalidArgument{Argument: "--table", Reason: "is required; mp inspect tables lists the tables"}
}

func (a *app) inspectTablesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "tables", Short: "List the stored tables",
		Example: "  mp inspect tables",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
				tables, err := a.tablesOrNone(command.Context(), workspace)
				if err != nil {
					return err
				}
				infos := make([]result.TableInfo, len(tables))
				for i, table := range tables {
					infos[i] = result.TableInfo{Name: table.Name, Type: table.Kind, RowCount: table.Rows, FetchedAt: table.FetchedAt}
				}
				return answered(a, command.Context(), func(context.Context) (*result.List[result.TableInfo], error) { return result.NewList(infos) })
			})
		},
	}
}

// tablesOrNone takes a store that is not there yet for an empty one.
func (a *app) tablesOrNone(ctx context.Context, workspace *host.Workspace) ([]storage.Table, error) {
	tables, err := workspace.Tables(ctx)
	if missing, ok := errors.AsType[*mperr.DatabaseNotFound](err); ok {
		a.say("mp: no store at " + missing.Path + " yet: mp fetch events creates it")
		return nil, nil
	}
	if err == nil && len(tables) == 0 {
		a.say("mp: no tables yet: mp fetch events stores one")
	}
	return tables, err
}

func (a *app) inspectInfoCommand() *cobra.Command {
	return &cobra.Command{
		Use: "info", Short: "Show the store: where it is, how large, what is in it",
		Example: "  mp inspect info",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
				info, err := workspace.Info(command.Context())
				if err != nil {
					return err
				}
				object, err := render.Encoded(info)
				if err != nil {
					return err
				}
				return a.object(object.Fields...)
			})
		},
	}
}

// onTable runs do on the table that a command names, in a store open for reading.
func (a *app) onTable(ctx context.Context, flag string, args []string, do func(*host.Workspace, string) error) error {
	name, err := tableName(flag, args)
	if err != nil {
		return err
	}
	return a.withWorkspace(ctx, true, func(workspace *host.Workspace) error { return do(workspace, name) })
}
