package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// flowsReport is the type of saved reports that another endpoint answers, with another result.
const flowsReport = "flows"

func (a *app) querySavedReportCommand() *cobra.Command {
	var flags reportFlags
	var kind string
	command := &cobra.Command{
		Use: "saved-report ID", Short: "Show what a report that is saved in Mixpanel shows",
		Long: `Show what a report that is saved in Mixpanel shows. ID is the number behind report-
in the address of a board; mp inspect bookmarks lists ids and types. Mixpanel keeps
no range of days with a report of type funnels or retention, so that --from and --to
are needed there and nowhere else.`,
		Example: `  mp query saved-report 63877001
  mp query saved-report 31001 -t funnels --from 2026-01-01 --to 2026-01-31`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			id, err := parseID(args[0])
			if err != nil {
				return err
			}
			if kind == flowsReport && flags.from+flags.to != "" {
				return &mperr.InvalidArgument{Argument: "--type", Value: kind, Reason: "cannot be used with --from and --to: a flows report has a range of its own"}
			}
			return asReportFlag(a.askMixpanel(command, flags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
				if kind == flowsReport {
					return w.Flows(ctx, live.Flows{ID: id})
				}
				return w.SavedReport(ctx, live.SavedReport{ID: id, Type: live.ReportType(kind), From: flags.from, To: flags.to})
			}))
		},
	}
	f := command.Flags()
	f.StringVarP(&kind, "type", "t", string(live.InsightsReport), "type of the report: insights, funnels, retention, flows")
	flags.addRange(f)
	return command
}

func (a *app) queryFlowsCommand() *cobra.Command {
	var flags reportFlags
	command := &cobra.Command{
		Use: "flows ID", Short: "Show what a saved flows report shows",
		Long: `Show which ways users take from step to step, as a flows report that is saved in
Mixpanel shows it. Mixpanel does not document this endpoint, which its own tools use.`,
		Example: "  mp query flows 63877006",
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			id, err := parseID(args[0])
			if err != nil {
				return err
			}
			return asReportFlag(a.askMixpanel(command, flags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
				return w.Flows(ctx, live.Flows{ID: id})
			}))
		},
	}
	flags.addNoWait(command.Flags())
	return command
}
