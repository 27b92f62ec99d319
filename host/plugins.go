package host

import (
	"context"
	"maps"
	"slices"

	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Plugin is an installed plugin, as its manifest describes it.
type Plugin struct {
	// Kind is credential or storage.
	Kind string `json:"kind"`
	// Name is the short name, such as duckdb.
	Name string `json:"name"`
	// Version is the plugin's own version.
	Version string `json:"version"`
	// Protocol is the version of the protocol that it speaks.
	Protocol int `json:"protocol"`
	// Description is the author's, in a few words.
	Description string `json:"description"`
	// Used says that the configuration names it.
	Used bool `json:"used"`
	// Status is ok, or what is wrong with it, beginning with the code.
	Status string `json:"status"`
	// Capabilities are its optional powers.
	Capabilities []string `json:"capabilities"`
	// Env and SecretEnv are the names of the environment variables that it may see; values of SecretEnv are never shown.
	Env       []string `json:"env"`
	SecretEnv []string `json:"secret_env"`
	// Settings describes each key that a storage plugin reads from its table [plugins.settings.NAME] of the configuration;
	// a credential plugin is given none.
	Settings map[string]string `json:"settings"`
	// Path is the program as it was found.
	Path string `json:"path"`
}

// PluginDirs are the folders that are searched, in order.
func (w *Workspace) PluginDirs() []string { return slices.Clone(w.options.PluginDirs) }

// Plugins lists the installed plugins by kind and name. check starts each one and asks it who it is; otherwise nothing
// is started.
func (w *Workspace) Plugins(ctx context.Context, check bool) []Plugin {
	found := w.plugins.List()
	list := make([]Plugin, 0, len(found))
	for _, installed := range found {
		list = append(list, w.described(installed, w.status(ctx, installed, check)))
	}
	return list
}

// Plugin describes the plugin of a name, NAME or KIND-NAME, that would be started; nothing is. Errors: [mperr.PluginNotFound],
// and [mperr.InvalidArgument] for a NAME of both kinds. What is wrong with it is in its status.
func (w *Workspace) Plugin(ctx context.Context, name string) (Plugin, error) {
	var named []plugin.Installed
	var known []string
	for _, installed := range w.plugins.List() {
		if installed.ShadowedBy != "" {
			continue
		}
		full := string(installed.Kind) + "-" + installed.Name
		if known = append(known, full); name == full {
			return w.described(installed, w.status(ctx, installed, false)), nil
		}
		if name == installed.Name {
			named = append(named, installed)
		}
	}
	switch len(named) {
	case 0:
		return Plugin{}, &mperr.PluginNotFound{Plugin: name, Searched: w.PluginDirs(), Installed: known}
	case 1:
		return w.described(named[0], w.status(ctx, named[0], false)), nil
	}
	return Plugin{}, &mperr.InvalidArgument{
		Argument: "plugin", Value: name, Reason: "is the name of one of each kind",
		Allowed: []string{string(plugin.Credential) + "-" + name, string(plugin.Storage) + "-" + name},
	}
}

func (w *Workspace) described(installed plugin.Installed, status string) Plugin {
	manifest := installed.Manifest
	settings := maps.Clone(manifest.Settings)
	if settings == nil {
		settings = map[string]string{}
	}
	return Plugin{
		Kind: string(installed.Kind), Name: installed.Name, Path: installed.Path,
		Version: manifest.Version, Protocol: manifest.Protocol, Description: manifest.Description,
		Used: w.uses(installed), Status: status, Settings: settings,
		Capabilities: append([]string{}, manifest.Capabilities...),
		Env:          append([]string{}, manifest.Env...), SecretEnv: append([]string{}, manifest.SecretEnv...),
	}
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
