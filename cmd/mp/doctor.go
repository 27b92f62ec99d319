package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/doctor"
)

func (a *app) doctorCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "doctor",
		Short: "Check settings against what is stored",
		Long: `Check settings against what is stored. A check changes nothing and asks Mixpanel nothing. It ends with status 0 where all
is right; where something is wrong, the error says what to set.`,
		Example: "  mp doctor time",
	}
	command.AddCommand(a.doctorTimeCommand())
	return command
}

func (a *app) doctorTimeCommand() *cobra.Command {
	var table string
	command := &cobra.Command{
		Use: "time [TABLE]", Short: "Check that event times are true UTC",
		Long: `Check the account's timezone and export_time by a sample of the stored events. Mixpanel notes in mp_processing_time_ms,
in true UTC, when it took an event in: under the right setting most events were processed within minutes of their time;
under a wrong one they seem to come hours late, or before they happened. The zone that fits is named with the offset.

The verdict is right, wrong, stale (the setting is right, and events were stored with another one) or unknown. Exit
status 0 is right, 1 wrong or stale (CONFIG_ERROR), 4 unknown: too few events, or none that were sent as they happened
(INSUFFICIENT_DATA).

Where clocks are put back an hour is shown twice. A project that exports its wall clock does not tell the two apart: the
events of both are stored at the first.`,
		Example: "  mp doctor time\n  mp doctor time -t signups --format json",
		RunE: func(command *cobra.Command, args []string) error {
			if table == "" && len(args) == 0 {
				table = "events"
			}
			return a.onTable(command.Context(), table, args, func(workspace *host.Workspace, name string) error {
				return a.checkTime(command.Context(), workspace, name)
			})
		},
	}
	tableFlag(command, &table)
	command.Flags().Lookup("table").Usage = "the table (default events)"
	return command
}

// checkTime prints the report whatever the verdict, which then is the command's error.
func (a *app) checkTime(ctx context.Context, workspace *host.Workspace, table string) error {
	report, err := workspace.CheckTime(ctx, table)
	if err != nil {
		return err
	}
	if err := a.printTimeReport(report); err != nil {
		return err
	}
	return report.Err()
}

// printTimeReport prints the whole for a program, and what decides for a person.
func (a *app) printTimeReport(report doctor.TimeReport) error {
	printer, err := a.printer()
	if err != nil {
		return err
	}
	if printer.Format == render.JSON || printer.Format == render.JSONL {
		object, err := render.Encoded(report)
		if err != nil {
			return err
		}
		return printer.Object(object)
	}
	return printer.Object(render.Object{Fields: []render.Field{
		{Name: "table", Value: report.Table}, {Name: "verdict", Value: report.Verdict},
		{Name: "export_time", Value: report.Setting.ExportTime}, {Name: "timezone", Value: report.Setting.Timezone},
		{Name: "offset_seconds", Value: report.OffsetSeconds}, {Name: "events", Value: report.Judged},
		{Name: "from_day", Value: report.FromDay}, {Name: "to_day", Value: report.ToDay},
		{Name: "message", Value: report.Message}, {Name: "fix", Value: report.Fix},
	}})
}
