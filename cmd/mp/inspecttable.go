package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (a *app) inspectSchemaCommand() *cobra.Command {
	var table string
	command := &cobra.Command{
		Use: "schema [TABLE]", Short: "Show a table's columns",
		Example: "  mp inspect schema -t events",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), true, table, args, func(workspace *host.Workspace, name string) error {
				columns, err := workspace.Describe(command.Context(), name)
				if err != nil {
					return err
				}
				return a.rows(render.List([]string{"name", "type", "nullable", "primary_key"}, columns, func(c storage.Column) []any {
					return []any{c.Name, c.Type, c.Nullable, c.PrimaryKey}
				}))
			})
		},
	}
	tableFlag(command, &table)
	return command
}

func (a *app) inspectSampleCommand() *cobra.Command {
	var table string
	var rows int
	command := &cobra.Command{
		Use: "sample [TABLE]", Short: "Show some rows, spread over the table",
		Example: "  mp inspect sample -t events -n 5 --format jsonl",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), true, table, args, func(workspace *host.Workspace, name string) error {
				reader, err := workspace.Sample(command.Context(), name, rows)
				if err != nil {
					return err
				}
				return a.rows(rowsOf(command.Context(), reader))
			})
		},
	}
	tableFlag(command, &table)
	command.Flags().IntVarP(&rows, "rows", "n", 10, "how many rows")
	return command
}

func (a *app) inspectCoverageCommand() *cobra.Command {
	var table string
	command := &cobra.Command{
		Use: "coverage [TABLE]", Short: "Show which days a table holds, and the count of each",
		Long: `Show each day that was fetched into a table. For each day received = stored + duplicates + rejected. A day is
complete when it had ended before it was fetched; filter says which filters it was fetched with. The table format shows
filters below the days, and leaves rejected out where nothing was.`,
		Example: "  mp inspect coverage -t events",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), true, table, args, func(workspace *host.Workspace, name string) error {
				days, err := workspace.Coverage(command.Context(), name)
				if err != nil {
					return err
				}
				return a.printCoverage(days)
			})
		},
	}
	tableFlag(command, &table)
	return command
}

func (a *app) inspectDropCommand() *cobra.Command {
	var table string
	var force bool
	command := &cobra.Command{
		Use: "drop [TABLE]", Short: "Remove a table",
		Example: "  mp inspect drop -t events --force",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), false, table, args, func(workspace *host.Workspace, name string) error {
				if _, err := workspace.Describe(command.Context(), name); err != nil {
					return err
				}
				if err := a.confirm(command.Context(), force, "Remove table "+strings.TrimSpace(name)+" and its coverage?"); err != nil {
					return err
				}
				if err := workspace.Drop(command.Context(), name); err != nil {
					return err
				}
				return a.object(render.Field{Name: "dropped", Value: name})
			})
		},
	}
	tableFlag(command, &table)
	command.Flags().BoolVar(&force, "force", false, "do not ask")
	return command
}
