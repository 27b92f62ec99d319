package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
)

func (a *app) pluginShowCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show NAME", Short: "Show what a plugin says of itself, and which settings it has",
		Long: `Show a plugin's description, capabilities, path, the environment variables that it may see and no others, and the
settings that it reads from the table [plugins.settings.NAME] of ~/.mp/config.toml. Its manifest is read and nothing is
started. Where both kinds have a plugin of that name, name it KIND-NAME.`,
		Example: "  mp plugin show duckdb\n  mp plugin show credential-file --format json",
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
				plugin, err := workspace.Plugin(command.Context(), args[0])
				if err != nil {
					return err
				}
				return a.printPlugin(plugin)
			})
		},
	}
}

// printPlugin prints a plugin; for a person, its settings in a table of their own.
func (a *app) printPlugin(p host.Plugin) error {
	printer, err := a.printer()
	if err != nil {
		return err
	}
	fields := []render.Field{
		{Name: "kind", Value: p.Kind}, {Name: "name", Value: p.Name}, {Name: "version", Value: p.Version},
		{Name: "protocol", Value: p.Protocol}, {Name: "description", Value: p.Description}, {Name: "used", Value: p.Used},
		{Name: "status", Value: p.Status}, {Name: "capabilities", Value: words(p.Capabilities)}, {Name: "env", Value: words(p.Env)},
		{Name: "secret_env", Value: words(p.SecretEnv)}, {Name: "path", Value: p.Path},
	}
	if printer.Format != render.Table {
		return printer.Object(render.Object{Fields: append(fields, render.Field{Name: "settings", Value: p.Settings})})
	}
	if err := printer.Object(render.Object{Fields: fields}); err != nil || len(p.Settings) == 0 {
		return err
	}
	fmt.Fprintln(a.out)
	rows := render.List([]string{"setting", "description"}, slices.Sorted(maps.Keys(p.Settings)), func(name string) []any {
		return []any{name, p.Settings[name]}
	})
	rows.Prose = []string{"description"}
	return printer.Rows(rows)
}
