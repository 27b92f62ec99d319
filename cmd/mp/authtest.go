package main

import (
	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	chain "github.com/mixpanel-data/mp/host/credential"
)

func (a *app) authTestCommand() *cobra.Command {
	return &cobra.Command{
		Use: "test [NAME]", Short: "Ask Mixpanel whether the credentials work",
		Long: `Ask Mixpanel for the project's event names with the credentials that a fetch would use. The account in the answer is
the one that was really used: complete MP_* variables come before a named account.`,
		Example: "  mp auth test\n  mp auth test staging --format json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			a.accountFrom(args)
			return a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
				test, err := workspace.TestCredentials(command.Context())
				if err != nil {
					return err
				}
				return a.object(
					render.Field{Name: "success", Value: true}, render.Field{Name: "account", Value: test.Account},
					render.Field{Name: "project_id", Value: test.ProjectID}, render.Field{Name: "region", Value: test.Region},
					render.Field{Name: "events_found", Value: test.EventsFound},
				)
			})
		},
	}
}

// accountFrom lets an argument name the account.
func (a *app) accountFrom(args []string) {
	if len(args) > 0 {
		a.account = args[0]
	}
}

func (a *app) authExplainCommand() *cobra.Command {
	return &cobra.Command{
		Use: "explain [NAME]", Short: "Show where credentials are looked for and what was found",
		Long: `Ask every credential plugin in order and show how each one answered: found, not configured, or what is wrong with
it and how to mend it. A secret is never shown. The exit status is that of the command that would use the credentials.`,
		Example: "  mp auth explain\n  mp auth explain production --format json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			a.accountFrom(args)
			return a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
				outcome, err := workspace.Resolve(command.Context())
				if printErr := a.printOutcome(outcome); printErr != nil {
					return printErr
				}
				return err
			})
		},
	}
}

// printOutcome prints the links as rows for a person and the whole outcome for a program.
func (a *app) printOutcome(outcome chain.Outcome) error {
	printer, err := a.printer()
	if err != nil {
		return err
	}
	if printer.Format == render.JSON || printer.Format == render.JSONL {
		object, err := render.Encoded(outcome)
		if err != nil {
			return err
		}
		return printer.Object(object)
	}
	columns := []string{"provider", "verdict", "ms", "reason", "fix"}
	rows := render.List(columns, outcome.Links, func(link chain.Attempt) []any {
		return []any{link.Provider, link.Verdict, link.Milliseconds, link.Reason, link.Fix}
	})
	rows.Prose = []string{"reason", "fix"}
	return printer.Rows(rows)
}
