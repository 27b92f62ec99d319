package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// jqlFlags are the flags of query jql.
type jqlFlags struct {
	reportFlags

	script string
	params []string
}

func (a *app) queryJQLCommand() *cobra.Command {
	var flags jqlFlags
	command := &cobra.Command{
		Use: "jql [FILE]", Short: "Run a JQL script in Mixpanel (deprecated there)",
		Long: `Run a script of Mixpanel's JavaScript query language and print what it gives. FILE - is
standard input. Mixpanel keeps JQL in maintenance mode; mp query sql over fetched
events does without it.`,
		Example: `  mp query jql report.js -P from_date=2026-01-01 -P to_date=2026-01-31
  mp query jql -c 'function main() {
    return Events({from_date: "2026-01-01", to_date: "2026-01-31"})
      .groupBy(["name"], mixpanel.reducer.count())
  }'`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			question, err := a.jqlQuestion(command.Context(), flags, args)
			if err != nil {
				return err
			}
			return asReportFlag(a.askMixpanel(command, flags.reportFlags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
				return w.JQL(ctx, question)
			}))
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.script, "script", "c", "", "the script itself, instead of FILE")
	f.StringArrayVarP(&flags.params, "param", "P", nil, "a member of params in the script, a text: name=value; repeatable")
	flags.addNoWait(f)
	return command
}

func (a *app) jqlQuestion(ctx context.Context, flags jqlFlags, args []string) (live.JQL, error) {
	question := live.JQL{Script: flags.script}
	for _, param := range flags.params {
		name, value, ok := strings.Cut(param, "=")
		if !ok || name == "" {
			return question, &mperr.InvalidArgument{Argument: "--param", Value: param, Reason: "must be name=value"}
		}
		if question.Params == nil {
			question.Params = map[string]any{}
		}
		question.Params[name] = value
	}
	switch {
	case len(args) == 1 && flags.script != "":
		return question, &mperr.InvalidArgument{Argument: "--script", Reason: "cannot be used beside a FILE"}
	case len(args) == 0 && flags.script == "":
		return question, &mperr.InvalidArgument{Argument: "FILE", Reason: "is required, or --script"}
	case len(args) == 0:
		return question, nil
	}
	script, err := interruptible(ctx, func() (string, error) { return a.readQuestion(args[0]) })
	if ctx.Err() != nil {
		return question, ctx.Err()
	}
	question.Script = script
	return question, unread("FILE", args[0], err)
}
