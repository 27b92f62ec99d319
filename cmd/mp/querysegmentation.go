package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// segmentationFlags are the flags of query segmentation.
type segmentationFlags struct {
	reportFlags
	engineFlags

	event string
	limit int
}

func (f *segmentationFlags) question() live.Segmentation {
	return live.Segmentation{
		Event: f.event, From: f.from, To: f.to, On: f.on, Unit: live.Unit(f.unit), Where: f.where,
		Type: live.CountType(f.counted), Limit: f.limit,
	}
}

func (a *app) querySegmentationCommand() *cobra.Command {
	var flags segmentationFlags
	command := &cobra.Command{
		Use: "segmentation", Short: "Count an event over time, split by a property or not",
		Long: `Count an event over time in Mixpanel, split by a property or not, or with --engine
local in the stored events. Days are those of the project's time zone. --on takes the name of a property, as country, or an
expression, as number(properties["age"]) > 30. minute and hour go with
--type general only.`,
		Example: `  mp query segmentation -e Signup --from 2026-01-01 --to 2026-01-31
  mp query segmentation -e Signup --from 2026-01-01 --to 2026-01-31 \
    --on plan -u week -t unique -w 'properties["amount"] > 10'
  mp query segmentation -e Signup --from 2026-01-01 --to 2026-01-31 \
    --engine both`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if command.Flags().Changed("limit") && flags.on == "" {
				return &mperr.InvalidArgument{Argument: "--limit", Value: strconv.Itoa(flags.limit),
					Reason: "limits the segments of --on, which is not given"}
			}
			return asReportFlag(a.askEngine(command, flags.reportFlags, flags.engineFlags,
				both(flags.question(), (*host.Workspace).Segmentation, local.Engine.Segmentation)))
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.event, "event", "e", "", "the event to count")
	flags.addRange(f)
	flags.addOn(f, "split the counts by a property")
	flags.addUnit(f, live.Minute, live.Hour, live.Day, live.Week, live.Month)
	flags.addWhere(f)
	flags.addType(f)
	f.IntVarP(&flags.limit, "limit", "l", 0, "with --on: the most segments, 1 to 10000; 0 is Mixpanel's 60")
	flags.addEngine(f)
	return command
}
