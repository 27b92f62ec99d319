package host

import (
	"context"
	"slices"

	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Plugin is an installed plugin.
type Plugin struct {
	Kind         string   `json:"kind"`
	Name         string   `json:"name"`
	Version      string   `json:"version"`
	Protocol     int      `json:"protocol"`
	Capabilities []string `json:"capabilities"`
	Path         string   `json:"path"`
	// Used says that the configuration names it.
	Used bool `json:"used"`
	// Status is ok, or what is wrong with it, beginning with the code.
	Status string `json:"status"`
}

// PluginDirs are the folders that are searched, in order.
func (w *Workspace) PluginDirs() []string { return slices.Clone(w.options.PluginDirs) }

// Plugins lists the installed plugins by kind and name. check starts each one and asks it who it is; otherwise nothing
// is started.
func (w *Workspace) Plugins(ctx context.Context, check bool) []Plugin {
	found := w.plugins.List()
	list := make([]Plugin, 0, len(found))
	for _, installed := range found {
		list = append(list, Plugin{
			Kind: string(installed.Kind), Name: installed.Name, Path: installed.Path,
			Version: installed.Manifest.Version, Protocol: installed.Manifest.Protocol,
			Capabilities: append([]string{}, installed.Manifest.Capabilities...),
			Used:         w.uses(installed), Status: w.status(ctx, installed, check),
		})
	}
	return list
}

func (w *Workspace) uses(installed plugin.Installed) bool {
	if installed.ShadowedBy != "" {
		return false
	}
	if installed.Kind == plugin.Storage {
		return installed.Name == w.settings.Storage
	}
	return slices.Contains(w.settings.Credentials, installed.Name)
}

func (w *Workspace) status(ctx context.Context, installed plugin.Installed, check bool) string {
	err := installed.Problem
	if installed.ShadowedBy != "" {
		return "shadowed by " + installed.ShadowedBy
	}
	if err == nil && check {
		_, err = w.plugins.Start(ctx, installed.Kind, installed.Name)
	}
	if err != nil {
		return string(mperr.CodeOf(err)) + ": " + err.Error()
	}
	return "ok"
}
