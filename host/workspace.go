package host

import (
	"context"
	"errors"
	"sync"

	chain "github.com/mixpanel-data/mp/host/credential"
	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/host/quota"
	"github.com/mixpanel-data/mp/host/settings"
)

// PluginProtocol is the version of the plugin protocol that this host speaks.
const PluginProtocol = plugin.Protocol

// Workspace is one project and one store. It is safe for concurrent use and is closed by whoever opened it.
type Workspace struct {
	options Options
	// heard says that there is somebody who hears Options.Warn.
	heard    bool
	settings settings.Settings
	plugins  *plugin.Manager

	resolved once[chain.Outcome]
	quota    once[*quota.Ledger]
	client   once[*mixpanel.Client]
	project  once[*discovery.Project]
	store    once[openStore]
	fetches  fetches

	closing sync.Once
	closed  error
}

// Open reads the configuration file and makes a workspace. It starts no process and sends nothing; credentials are asked
// for and the store is opened when a method needs them.
func Open(_ context.Context, options Options) (*Workspace, error) {
	heard := options.Warn != nil
	options, err := options.filled()
	if err != nil {
		return nil, err
	}
	path, err := options.configuration()
	if err != nil {
		return nil, err
	}
	loaded, err := settings.Load(path)
	if err != nil {
		return nil, err
	}
	for _, key := range loaded.Unknown {
		options.Warn("[plugins] in " + loaded.Path + " has the key " + key + ", which means nothing to this mp")
	}
	for _, name := range loaded.Unread() {
		options.Warn("[plugins.settings." + name + "] in " + loaded.Path + " is not read: settings are the storage plugin's, which is " + loaded.Storage)
	}
	return &Workspace{
		options: options, heard: heard, settings: loaded,
		resolved: newOnce[chain.Outcome](), quota: newOnce[*quota.Ledger](), client: newOnce[*mixpanel.Client](),
		project: newOnce[*discovery.Project](), store: newOnce[openStore](), fetches: newFetches(),
		plugins: plugin.NewManager(plugin.Config{
			Dirs: options.PluginDirs, LookupEnv: pluginEnv(options.LookupEnv, loaded.Path), RunDir: options.runDir(), Log: options.Log,
		}),
	}, nil
}

// pluginEnv is the environment that plugins' manifests ask of. The configuration file is always named, and by the path
// the host reads: Options.Home moves it without the environment knowing, and a relative path would mean another file in
// a plugin's working directory.
func pluginEnv(lookupEnv func(string) (string, bool), config string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		if name == settings.PathVariable {
			return config, true
		}
		return lookupEnv(name)
	}
}

// Close makes the store durable, lets go of it and ends every plugin process. Calls after the first give the same answer.
func (w *Workspace) Close() error {
	w.closing.Do(func() {
		var closeStore error
		if store, ok := w.store.value(); ok {
			closeStore = store.close()
		}
		if client, ok := w.client.value(); ok {
			client.Close()
		}
		w.closed = errors.Join(closeStore, w.plugins.Close())
	})
	return w.closed
}
