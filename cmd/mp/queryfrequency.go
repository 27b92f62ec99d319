package main

import (
	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
)

// frequencyFlags are the flags of query frequency.
type frequencyFlags struct {
	reportFlags
	engineFlags

	event, addictionUnit string
}

func (f *frequencyFlags) question() live.Frequency {
	return live.Frequency{
		From: f.from, To: f.to, Unit: live.Unit(f.unit), AddictionUnit: live.Unit(f.addictionUnit), Event: f.event, Where: f.where,
	}
}

func (a *app) queryFrequencyCommand() *cobra.Command {
	var flags frequencyFlags
	command := &cobra.Command{
		Use: "frequency", Short: "Ask in how many hours or days users are active",
		Long: `Ask Mixpanel, or with --engine local the stored events, in how many hours or days of
each day, week or month users are active.
The column period_N is how many users were active in at least N of them.`,
		Example: "  mp query frequency --from 2026-01-01 --to 2026-01-31 -u week \\\n    --addiction-unit day -e Login",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return asReportFlag(a.askEngine(command, flags.reportFlags, flags.engineFlags,
				both(flags.question(), (*host.Workspace).Frequency, local.Engine.Frequency)))
		},
	}
	f := command.Flags()
	flags.addRange(f)
	f.StringVarP(&flags.event, "event", "e", "", "the event that counts as being active; any, if it is left out")
	flags.addUnit(f, live.Day, live.Week, live.Month)
	f.StringVar(&flags.addictionUnit, "addiction-unit", string(live.Hour), "what is counted within a unit: hour, day")
	flags.addWhere(f)
	flags.addEngine(f)
	return command
}
