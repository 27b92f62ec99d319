package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/result"
)

// numericFlags are the flags of query segmentation-numeric, -sum and -average.
type numericFlags struct {
	reportFlags

	event string
}

func (f *numericFlags) question() live.Numeric {
	return live.Numeric{
		Event: f.event, From: f.from, To: f.to, On: f.on, Unit: live.Unit(f.unit), Where: f.where, Type: live.CountType(f.counted),
	}
}

func (a *app) queryNumericCommand() *cobra.Command {
	var flags numericFlags
	command := a.numericCommand(&flags, func(ctx context.Context, w *host.Workspace, q live.Numeric) (result.Result, error) {
		return w.SegmentationNumeric(ctx, q)
	})
	command.Use, command.Short = "segmentation-numeric", "Count an event over time, by ranges of a number"
	command.Long = `Count an event over time in Mixpanel, by ranges of a number that it carries. Mixpanel
chooses the ranges. hour goes with --type general only.`
	command.Example = "  mp query segmentation-numeric -e 'Order Placed' --on amount \\\n    --from 2026-01-01 --to 2026-01-31"
	flags.addType(command.Flags())
	return command
}

func (a *app) querySumCommand() *cobra.Command {
	command := a.numericCommand(&numericFlags{}, func(ctx context.Context, w *host.Workspace, q live.Numeric) (result.Result, error) {
		return w.SegmentationSum(ctx, q)
	})
	command.Use, command.Short = "segmentation-sum", "Add up a number of an event, over time"
	command.Long = "Add up a number that an event carries, over time, in Mixpanel. What is no number\nadds 0."
	command.Example = "  mp query segmentation-sum -e 'Order Placed' --on amount \\\n    --from 2026-01-01 --to 2026-01-31"
	return command
}

func (a *app) queryAverageCommand() *cobra.Command {
	command := a.numericCommand(&numericFlags{}, func(ctx context.Context, w *host.Workspace, q live.Numeric) (result.Result, error) {
		return w.SegmentationAverage(ctx, q)
	})
	command.Use, command.Short = "segmentation-average", "Average a number of an event, over time"
	command.Long = "Average a number that an event carries, over time, in Mixpanel. What is no number\ncounts as 0."
	command.Example = "  mp query segmentation-average -e 'Order Placed' --on amount \\\n    --from 2026-01-01 --to 2026-01-31"
	return command
}

// numericCommand is what the three commands have in common.
func (a *app) numericCommand(
	flags *numericFlags, ask func(context.Context, *host.Workspace, live.Numeric) (result.Result, error),
) *cobra.Command {
	command := &cobra.Command{
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return asReportFlag(a.askMixpanel(command, flags.reportFlags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
				return ask(ctx, w, flags.question())
			}))
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.event, "event", "e", "", "the event")
	flags.addRange(f)
	flags.addOn(f, "the number")
	flags.addUnit(f, live.Hour, live.Day)
	flags.addWhere(f)
	return command
}
