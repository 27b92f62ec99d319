package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
)

func (a *app) pluginCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "plugin",
		Short: "Plugins: where credentials come from and where results go",
		Long: `Plugins are programs named mp-credential-NAME and mp-storage-NAME, each with a manifest beside it. They are found
beside mp (plugins/, or ../libexec/mp/plugins) and in ~/.mp/plugins, and nowhere else. The table [plugins] of
~/.mp/config.toml says which are used: credentials = ["env", "file"] and storage = "duckdb".`,
		Example: "  mp plugin list\n  mp plugin list --check\n  mp plugin show duckdb",
	}
	command.AddCommand(a.pluginListCommand(), a.pluginShowCommand())
	return command
}

func (a *app) pluginListCommand() *cobra.Command {
	var check bool
	command := &cobra.Command{
		Use: "list", Short: "List the plugins that are installed, and what is wrong with any",
		Long: `List the plugins in the folders that are searched. Manifests are read and nothing is started; --check starts each
plugin and asks it who it is. The table format leaves out path, capabilities and protocol, which mp plugin show has too.`,
		Example: "  mp plugin list\n  mp plugin list --check --format json",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
				list := workspace.Plugins(command.Context(), check)
				if len(list) == 0 {
					a.say("mp: no plugins in " + strings.Join(workspace.PluginDirs(), ", "))
				}
				return a.printPlugins(list)
			})
		},
	}
	command.Flags().BoolVar(&check, "check", false, "start each plugin and ask it who it is")
	return command
}

// printPlugins prints a row for each plugin; for a person, what fits on a screen.
func (a *app) printPlugins(list []host.Plugin) error {
	printer, err := a.printer()
	if err != nil {
		return err
	}
	columns := []string{"kind", "name", "version", "used", "status", "description", "path", "capabilities", "protocol"}
	if printer.Format == render.Table {
		columns = columns[:6]
	}
	rows := render.List(columns, list, func(p host.Plugin) []any {
		row := []any{p.Kind, p.Name, p.Version, p.Used, p.Status, p.Description, p.Path, words(p.Capabilities), p.Protocol}
		return row[:len(columns)]
	})
	rows.Prose = []string{"status", "description"}
	return printer.Rows(rows)
}
