package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// reportFlags are the flags that reports of Mixpanel have in common; a command adds those that its report knows.
type reportFlags struct {
	from, to, unit, where, on, counted string
	noWait                             bool
}

// addRange adds --from and --to, and what every report has.
func (f *reportFlags) addRange(flags *pflag.FlagSet) {
	flags.StringVar(&f.from, "from", "", "first day, YYYY-MM-DD")
	flags.StringVar(&f.to, "to", "", "last day, YYYY-MM-DD")
	f.addNoWait(flags)
}

func (f *reportFlags) addNoWait(flags *pflag.FlagSet) {
	flags.BoolVar(&f.noWait, "no-wait", false, "end with status 5 where the hour's quota is used up, instead of waiting for it")
}

func (f *reportFlags) addUnit(flags *pflag.FlagSet, units ...live.Unit) {
	flags.StringVarP(&f.unit, "unit", "u", string(live.Day), "unit of time: "+enumerated(units))
}

func (f *reportFlags) addWhere(flags *pflag.FlagSet) {
	flags.StringVarP(&f.where, "where", "w", "", "only events for which this expression of Mixpanel's language is true")
}

func (f *reportFlags) addOn(flags *pflag.FlagSet, use string) {
	flags.StringVarP(&f.on, "on", "o", "", use+": the name of a property, or an expression")
}

func (f *reportFlags) addType(flags *pflag.FlagSet) {
	flags.StringVarP(&f.counted, "type", "t", string(live.General),
		"what is counted: general (events), unique (users), average (events for each user)")
}

// enumerated is a list of choices in a flag's help.
func enumerated[T ~string](choices []T) string {
	texts := make([]string, len(choices))
	for i, choice := range choices {
		texts[i] = string(choice)
	}
	return strings.Join(texts, ", ")
}

// askMixpanel prints what a report says.
func (a *app) askMixpanel(command *cobra.Command, flags reportFlags, ask func(context.Context, *host.Workspace) (result.Result, error)) error {
	ctx, options := command.Context(), a.options(true)
	options.NoWait = flags.noWait
	return a.within(ctx, options, func(workspace *host.Workspace) error {
		answer, err := ask(ctx, workspace)
		if err != nil {
			return err
		}
		return a.answer(ctx, answer)
	})
}

// reportFlagOf has the flag for each parameter of a report that the library may refuse.
var reportFlagOf = map[string]string{
	"event": "--event", "from_date": "--from", "to_date": "--to", "on": "--on", "unit": "--unit", "where": "--where", "type": "--type",
	"limit": "--limit", "name": "--property", "values": "--value", "funnel_id": "ID", "bookmark_id": "ID",
	"length": "--length", "length_unit": "--length-unit", "born_event": "--born", "born_where": "--born-where",
	"interval": "--interval", "interval_count": "--intervals", "addiction_unit": "--addiction-unit", "distinct_ids": "--users",
	"script": "--script", "params": "--param", "retention_type": "--compounded",
}

// asReportFlag names the flag where the library names a parameter of Mixpanel's.
func asReportFlag(err error) error { return renamed(err, reportFlagOf) }

// names are the parts of a list such as a,b; blanks around them and empty parts mean nothing.
func names(list string) []string {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// parseID reads the id of something that is saved in Mixpanel.
func parseID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, &mperr.InvalidArgument{Argument: "ID", Value: text, Reason: "must be the id, a positive number"}
	}
	return id, nil
}
