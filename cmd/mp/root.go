package main

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
)

// rootCommand is the whole command tree. Building it starts nothing and reads nothing.
func (a *app) rootCommand() *cobra.Command {
	a.told = telling{Writer: output{a.out}}
	root := a.bareRoot()
	root.SetIn(a.in)
	root.SetOut(&a.told)
	root.SetErr(a.err)
	a.globalFlags(root)
	a.addCommands(root)
	addHelp(root)
	narrowHelp(root)
	a.shortOutput(root)
	strict(root)
	return root
}

// bareRoot is the root without flags and commands.
func (a *app) bareRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "mp",
		Short: "Mixpanel data on your own machine",
		Long: `Mixpanel data on your own machine: fetch it once, prove it is complete, query
it for ever.

Results go to standard output, everything else to standard error. The format is
a table on a terminal and JSON elsewhere; --format chooses, --output FILE writes
a file instead, and --jq filters JSON. Every error has a stable code and an exit
status: see docs/errors.md.

--format plain is for shell scripts, without a header. A list is a line for each
thing: the column name, value, event or id, else the first. A report is a line for
each row, with tabs between the values. One thing is what it is called, or lines
KEY=VALUE. csv and json have everything.`,
		Example: `  mp demo                                     # everything, without an account
  mp auth add production -u my-service-account -p 12345 -r eu
  mp fetch events --from 2026-01-01 --to 2026-01-31
  mp query sql 'SELECT event_name, count(*) FROM events GROUP BY 1'`,
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
		// A flag without its value or with another one's, and a format that is not there or not for this command, are refused
		// before anything is done.
		PersistentPreRunE: func(command *cobra.Command, args []string) error {
			if err := cmp.Or(emptyFlag(command.Flags()), a.noFile(command)); err != nil {
				return err
			}
			return a.prepare(command, args)
		},
	}
	root.SetVersionTemplate("mp {{.Version}}\n")
	return root
}

// addCommands adds the commands in their groups.
func (a *app) addCommands(root *cobra.Command) {
	root.AddGroup(&cobra.Group{ID: "work", Title: "Commands:"}, &cobra.Group{ID: "help", Title: "More:"})
	query, inspect := a.queryCommand(), a.inspectCommand()
	for _, asking := range []*cobra.Command{query, inspect} {
		a.plotFlag(asking)
		a.intoFlags(asking)
	}
	for _, command := range []*cobra.Command{
		a.authCommand(), a.fetchCommand(), query, inspect, a.doctorCommand(), a.pluginCommand(),
		a.demoCommand(),
	} {
		command.GroupID = "work"
		root.AddCommand(command)
	}
	versionCommand := a.versionCommand()
	versionCommand.GroupID = "help"
	root.AddCommand(versionCommand)
}

func (a *app) globalFlags(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVarP(&a.account, "account", "a", "", "account to use (MP_ACCOUNT)")
	flags.StringVar(&a.view, "workspace", "", "query the data view of this `ID`, which Mixpanel calls workspace_id (MP_WORKSPACE_ID); raw exports are of the whole project all the same")
	flags.StringVarP(&a.format, "format", "f", "", "output format: "+strings.Join(render.Formats(), ", "))
	flags.StringVar(&a.output, "output", "", "write the result to a `FILE`, whole or not at all; its ending names the format where --format does not (also -o, but for commands with a -o of their own)")
	flags.StringVar(&a.jq, "jq", "", "filter JSON with a jq `EXPRESSION`: in json it sees the whole result, in jsonl a line at a time")
	flags.StringVar(&a.database, "db", "", "the store (MP_DB; default ~/.mp/data/PROJECT_ID.duckdb)")
	flags.DurationVar(&a.wait, "wait", 0, "wait that long for a store in use, such as 30s")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "only errors on standard error")
	flags.CountVarP(&a.verbose, "verbose", "v", "more on standard error; twice for everything")
	flags.BoolVar(&a.traceHTTP, "trace-http", false, "each request to Mixpanel on standard error, without credentials")
	flags.Bool("no-color", false, "accepted for scripts that give it; mp colours nothing")
	// It fails for a flag that is not there.
	_ = root.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(render.Formats(), cobra.ShellCompDirectiveNoFileComp))
}
