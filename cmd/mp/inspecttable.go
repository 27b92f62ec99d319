package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/result"
)

func (a *app) inspectSchemaCommand() *cobra.Command {
	var table string
	var sample bool
	command := &cobra.Command{
		Use: "schema [TABLE]", Short: "Show a table's columns",
		Example: "  mp inspect schema -t events\n  mp inspect schema -t events --sample",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), table, args, func(workspace *host.Workspace, name string) error {
				return answered(a, command.Context(), func(ctx context.Context) (*result.TableSchema, error) {
					return workspace.Schema(ctx, name, sample)
				})
			})
		},
	}
	tableFlag(command, &table)
	command.Flags().BoolVar(&sample, "sample", false, "show a value of each column beside it")
	return command
}

func (a *app) inspectSampleCommand() *cobra.Command {
	var table string
	var rows int
	command := &cobra.Command{
		Use: "sample [TABLE]", Short: "Show some rows, spread over the table",
		Example: "  mp inspect sample -t events -n 5 --format jsonl",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), table, args, func(workspace *host.Workspace, name string) error {
				reader, err := workspace.Sample(command.Context(), name, rows)
				if err != nil {
					return renamed(err, map[string]string{"rows": "--rows"})
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
			return a.onTable(command.Context(), table, args, func(workspace *host.Workspace, name string) error {
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
