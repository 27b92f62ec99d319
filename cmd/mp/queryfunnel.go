package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/result"
)

// funnelFlags are the flags of query funnel.
type funnelFlags struct {
	reportFlags

	length     int
	lengthUnit string
}

// question is the funnel that is saved in Mixpanel under the id of the arguments.
func (f *funnelFlags) question(args []string) (live.Funnel, error) {
	id, err := parseID(args[0])
	return live.Funnel{
		ID: id, From: f.from, To: f.to, Unit: live.Unit(f.unit), On: f.on, Where: f.where,
		Length: f.length, LengthUnit: live.Unit(f.lengthUnit),
	}, err
}

func (a *app) queryFunnelCommand() *cobra.Command {
	var flags funnelFlags
	command := &cobra.Command{
		Use: "funnel ID", Short: "Ask how far users come in a saved funnel",
		Long: `Ask Mixpanel how many users go from step to step of a funnel that is saved there;
mp inspect funnels lists their ids. Users count who begin between --from and --to;
they may go on later. A step's conversion_rate is that from the step before, the
funnel's that from the first step to the last.`,
		Example: `  mp query funnel 31001 --from 2026-01-01 --to 2026-01-31
  mp query funnel 31001 --from 2026-01-01 --to 2026-01-31 \
    --length 12 --length-unit hour`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			question, err := flags.question(args)
			if err != nil {
				return err
			}
			return asReportFlag(a.askMixpanel(command, flags.reportFlags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
				return w.Funnel(ctx, question)
			}))
		},
	}
	f := command.Flags()
	flags.addRange(f)
	flags.addUnit(f, live.Day, live.Week, live.Month)
	flags.addOn(f, "let Mixpanel count by a property; everybody is printed")
	flags.addWhere(f)
	f.IntVar(&flags.length, "length", 0, "how long users may take, 90 days at most; 0 is the saved funnel's own")
	f.StringVar(&flags.lengthUnit, "length-unit", string(live.Day), "unit of --length: second, minute, hour, day")
	return command
}
