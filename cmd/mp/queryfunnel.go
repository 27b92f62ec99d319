package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// funnelFlags are the flags of query funnel.
type funnelFlags struct {
	reportFlags
	engineFlags

	length     int
	lengthUnit string
	steps      []string
}

// questions are the funnel that is saved in Mixpanel under the id of the arguments, for Mixpanel, and that of the steps, for
// the local engine.
func (f *funnelFlags) questions(args []string) (saved, stepped live.Funnel, err error) {
	stepped = live.Funnel{
		Steps: f.steps, From: f.from, To: f.to, Unit: live.Unit(f.unit), On: f.on, Where: f.where,
		Length: f.length, LengthUnit: live.Unit(f.lengthUnit),
	}
	saved = stepped
	saved.Steps = nil
	if f.engine != engineLive && len(f.steps) == 0 {
		return saved, stepped, &mperr.InvalidArgument{Argument: "--step", Reason: "is required for the local engine, for each step: Mixpanel does not tell those of a saved funnel"}
	}
	if f.engine == engineLocal {
		return saved, stepped, nil
	}
	if len(args) == 0 {
		return saved, stepped, &mperr.InvalidArgument{Argument: "ID", Reason: "is required, but with --engine local; mp inspect funnels lists the ids"}
	}
	saved.ID, err = parseID(args[0])
	return saved, stepped, err
}

func (a *app) queryFunnelCommand() *cobra.Command {
	var flags funnelFlags
	command := &cobra.Command{
		Use: "funnel [ID]", Short: "Ask how far users come in a saved funnel",
		Long: `Ask Mixpanel how many users go from step to step of a funnel that is saved there;
mp inspect funnels lists their ids. Users count who begin between --from and --to;
they may go on later. A step's conversion_rate is that from the step before, the
funnel's that from the first step to the last. With --on, everybody's steps are those
of the segment $overall in the table; JSON has the others under segments.

The local engine, --engine local, answers a funnel that is given by its events, in
order, with a window of 7 days unless --length says otherwise, and does not split
it. --engine both needs the saved funnel's ID and, with --step and --length, what it
is made of.`,
		Example: `  mp query funnel 31001 --from 2026-01-01 --to 2026-01-31 --on plan
  mp query funnel 31001 --from 2026-01-01 --to 2026-01-31 \
    --length 12 --length-unit hour
  mp query funnel --engine local --step Signup --step 'Order Placed' \
    --from 2026-01-01 --to 2026-01-31`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			saved, stepped, err := flags.questions(args)
			if err != nil {
				return err
			}
			return asReportFlag(renamed(a.askEngine(command, flags.reportFlags, flags.engineFlags, answers{
				live: as(saved, (*host.Workspace).Funnel), local: as(stepped, local.Engine.Funnel),
			}), map[string]string{"steps": "--step"}))
		},
	}
	flags.add(command.Flags())
	return command
}

// add adds the flags to the command.
func (f *funnelFlags) add(flags *pflag.FlagSet) {
	f.addRange(flags)
	f.addUnit(flags, live.Day, live.Week, live.Month)
	f.addOn(flags, "live: count each value of a property beside everybody")
	f.addWhere(flags)
	flags.IntVar(&f.length, "length", 0, "how long users may take, 90 days at most; 0 is the saved funnel's own")
	flags.StringVar(&f.lengthUnit, "length-unit", string(live.Day), "unit of --length: second, minute, hour, day")
	flags.StringArrayVar(&f.steps, "step", nil, "local: an event, for each step in order; repeatable")
	f.addEngine(flags)
}
