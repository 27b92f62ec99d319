package main

import (
	"runtime"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Show the version of mp and of its plugin protocol",
		Example: "  mp version\n  mp version --format plain",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.object(
				render.Field{Name: "version", Value: version},
				render.Field{Name: "plugin_protocol", Value: host.PluginProtocol},
				render.Field{Name: "go", Value: runtime.Version()},
				render.Field{Name: "platform", Value: runtime.GOOS + "/" + runtime.GOARCH},
			)
		},
	}
}
