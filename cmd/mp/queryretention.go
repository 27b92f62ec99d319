package main

import (
	"cmp"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// retentionFlags are the flags of query retention.
type retentionFlags struct {
	reportFlags
	engineFlags

	born, returned, bornWhere, returnWhere string
	interval, intervals                    int
	unbounded, compounded                  bool
}

func (f *retentionFlags) question() live.Retention {
	return live.Retention{
		Born: f.born, Return: f.returned, From: f.from, To: f.to, BornWhere: f.bornWhere, ReturnWhere: f.returnWhere,
		Unit: live.Unit(f.unit), Interval: f.interval, IntervalCount: f.intervals, Unbounded: f.unbounded, Compounded: f.compounded,
	}
}

func (a *app) queryRetentionCommand() *cobra.Command {
	var flags retentionFlags
	command := &cobra.Command{
		Use: "retention", Short: "Ask how many users come back, by when they first came",
		Long: `Ask Mixpanel, or with --engine local the stored events, how many users come back. A user is born with the first --born event
between --from and --to, and belongs to the cohort of that day, week or month. The
columns are the fraction of the cohort that did --return in the first interval after
its own birth, the second, and so on. With --compounded, which Mixpanel calls
recurring, users are born again with each --return.`,
		Example: `  mp query retention -b Signup -r Login --from 2026-01-01 --to 2026-01-31
  mp query retention -b Signup -r 'Order Placed' -u week -n 4 \
    --from 2026-01-01 --to 2026-01-31 --born-where 'properties["plan"] == "pro"'`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := cmp.Or(atLeastOne("--interval", flags.interval), atLeastOne("--intervals", flags.intervals)); err != nil {
				return err
			}
			return asRetentionFlag(a.askEngine(command, flags.reportFlags, flags.engineFlags,
				both(flags.question(), (*host.Workspace).Retention, local.Engine.Retention)))
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.born, "born", "b", "", "the event that users begin with")
	f.StringVarP(&flags.returned, "return", "r", "", "the event that counts as coming back")
	flags.addRange(f)
	flags.addUnit(f, live.Day, live.Week, live.Month)
	f.StringVar(&flags.bornWhere, "born-where", "", "only --born events for which this expression is true")
	f.StringVar(&flags.returnWhere, "return-where", "", "only --return events for which this expression is true")
	f.IntVarP(&flags.interval, "interval", "i", 1, "days of an interval, 1 to 90; with --unit day only")
	f.IntVarP(&flags.intervals, "intervals", "n", 10, "intervals after the first, 1 to 1000")
	f.BoolVar(&flags.unbounded, "unbounded", false, "count who came back in an interval or in a later one")
	f.BoolVar(&flags.compounded, "compounded", false, "live: a user is in every cohort in whose time they did --return; without --born")
	flags.addEngine(f)
	return command
}

// asRetentionFlag names the flags that retention calls otherwise than other reports.
func asRetentionFlag(err error) error {
	return asReportFlag(renamed(err, map[string]string{"event": "--return", "where": "--return-where"}))
}

// atLeastOne refuses a number that a person gave and the library takes for none given.
func atLeastOne(flag string, n int) error {
	if n >= 1 {
		return nil
	}
	return &mperr.InvalidArgument{Argument: flag, Value: strconv.Itoa(n), Reason: "must be 1 or more"}
}
