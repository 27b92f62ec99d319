package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func (a *app) inspectSummarizeCommand() *cobra.Command {
	var table string
	command := &cobra.Command{
		Use: "summarize [TABLE]", Short: "Show figures of every column of a table",
		Long: `Show each column of a table: its type, the least and the greatest value, about
how many different values it has, and the share of rows without one. Columns of
numbers also have their mean, standard deviation and quartiles; these and the
number of different values may be approximate.`,
		Example: "  mp inspect summarize -t events",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), table, args, func(workspace *host.Workspace, name string) error {
				return answered(a, command.Context(), func(ctx context.Context) (*result.SummaryResult, error) {
					return workspace.Summarize(ctx, name)
				})
			})
		},
	}
	tableFlag(command, &table)
	return command
}

func (a *app) inspectBreakdownCommand() *cobra.Command {
	var table string
	command := &cobra.Command{
		Use: "breakdown [TABLE]", Short: "Count the events of a table",
		Long: `Count the events of a table, the most frequent first: how often each happened, how
many users did it, when first and last, and its share of all events.`,
		Example: "  mp inspect breakdown -t events\n  mp inspect breakdown -t events --jq '.events[0].event_name'",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), table, args, func(workspace *host.Workspace, name string) error {
				return answered(a, command.Context(), func(ctx context.Context) (*result.EventBreakdownResult, error) {
					return workspace.Breakdown(ctx, name)
				})
			})
		},
	}
	tableFlag(command, &table)
	return command
}

func (a *app) inspectKeysCommand() *cobra.Command {
	var table, event string
	command := &cobra.Command{
		Use: "keys [TABLE]", Short: "List the properties that a table's rows have",
		Long: `List the properties that a table's rows have, or those of one event, sorted. They
are the keys at the top of the properties column: prop(properties, 'KEY') reads one
in SQL, and mp inspect columns shows those with a column of their own.`,
		Example: "  mp inspect keys -t events\n  mp inspect keys -t events -e Signup --format plain",
		RunE: func(command *cobra.Command, args []string) error {
			return a.onTable(command.Context(), table, args, func(workspace *host.Workspace, name string) error {
				return answered(a, command.Context(), func(ctx context.Context) (*result.Names, error) {
					return workspace.PropertyKeys(ctx, name, event)
				})
			})
		},
	}
	tableFlag(command, &table)
	command.Flags().StringVarP(&event, "event", "e", "", "only the properties of this event")
	return command
}

// columnFlags are the flags of inspect column.
type columnFlags struct {
	table, column string
	top           int
}

func (a *app) inspectColumnCommand() *cobra.Command {
	var flags columnFlags
	command := &cobra.Command{
		Use: "column [TABLE]", Short: "Show figures and frequent values of one column",
		Long: `Show figures of one column of a table, or of an SQL expression over its columns, and
its most frequent values. The formats that have rows show the frequent values alone,
and the figures are told beside them.`,
		Example: "  mp inspect column -t events -c '$browser'\n  mp inspect column -t events -c \"properties->>'$.country'\" --top 20",
		RunE: func(command *cobra.Command, args []string) error {
			if err := flags.check(); err != nil {
				return err
			}
			return a.onTable(command.Context(), flags.table, args, func(workspace *host.Workspace, name string) error {
				return answered(a, command.Context(), func(ctx context.Context) (*result.ColumnStatsResult, error) {
					stats, err := workspace.ColumnStats(ctx, name, flags.column, flags.top)
					if err != nil {
						return nil, located(flags.column, err)
					}
					a.say(figuresOf(stats))
					return stats, nil
				})
			})
		},
	}
	tableFlag(command, &flags.table)
	f := command.Flags()
	f.StringVarP(&flags.column, "column", "c", "", "the column, or an SQL expression")
	f.IntVar(&flags.top, "top", 10, "how many of the most frequent values; at most "+strconv.Itoa(storage.MaxTop))
	return command
}

// check names the flags by which mp knows what a question would refuse.
func (f columnFlags) check() error {
	switch {
	case f.column == "":
		return &mperr.InvalidArgument{Argument: "--column", Reason: "is required; mp inspect schema lists the columns"}
	case f.top < 0 || f.top > storage.MaxTop:
		return &mperr.InvalidArgument{Argument: "--top", Value: strconv.Itoa(f.top), Reason: fmt.Sprintf("must be from 0 to %d", storage.MaxTop)}
	}
	return nil
}

// figuresOf tells what the rows of frequent values do not.
func figuresOf(stats *result.ColumnStatsResult) string {
	f := stats.Fields()
	line := fmt.Sprintf("mp: %s is %s: %s values, %s different (%.1f %%), %s null (%.1f %%)",
		f.Column, f.Dtype, thousands(f.Count), thousands(f.UniqueCount), stats.UniquePct(), thousands(f.NullCount), stats.NullPct())
	if f.Min != nil && f.Max != nil {
		line += "; from " + *f.Min + " to " + *f.Max
	}
	if f.Mean != nil {
		line += fmt.Sprintf(", mean %.6g", *f.Mean)
	}
	if f.Std != nil {
		line += fmt.Sprintf(", standard deviation %.6g", *f.Std)
	}
	return line
}

// answered asks and prints.
func answered[R result.Result](a *app, ctx context.Context, ask func(context.Context) (R, error)) error {
	answer, err := ask(ctx)
	if err != nil {
		return err
	}
	return a.answer(ctx, answer)
}
