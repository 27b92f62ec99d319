package host

import (
	"context"
	"slices"

	chain "github.com/mixpanel-data/mp/host/credential"
	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Resolve asks the credential plugins in the user's order, once; later calls give the first answer. The outcome lists
// every plugin with its verdict, also beside an error. Warnings of the outcome have been given to Options.Warn.
func (w *Workspace) Resolve(ctx context.Context) (chain.Outcome, error) {
	return w.resolved.get(ctx, w.resolve)
}

func (w *Workspace) resolve(ctx context.Context) (chain.Outcome, error) {
	if given := w.options.Credentials; given != nil {
		return chain.Outcome{Provider: "options", Credentials: given}, nil
	}
	links := make([]chain.Link, len(w.settings.Credentials))
	for i, name := range w.settings.Credentials {
		links[i] = chain.Link{Name: name, Open: func(ctx context.Context) (credential.Provider, error) {
			return w.provider(ctx, name)
		}}
	}
	outcome, err := chain.New(w.options.Now, links...).Resolve(ctx, w.options.Account)
	for _, warning := range outcome.Warnings {
		w.options.Warn(warning)
	}
	return outcome, err
}

// provider starts a credential plugin.
func (w *Workspace) provider(ctx context.Context, name string) (credential.Provider, error) {
	process, err := w.plugins.Start(ctx, plugin.Credential, name)
	if err != nil {
		return nil, w.misconfigured("plugins.credentials", err)
	}
	return process.Provider(), nil
}

// Credentials are what a request would be sent with.
func (w *Workspace) Credentials(ctx context.Context) (credential.Credentials, error) {
	outcome, err := w.Resolve(ctx)
	if err != nil {
		return credential.Credentials{}, err
	}
	return *outcome.Credentials, nil
}

// Accounts gives the first plugin of the chain that can list accounts. Manifests say which can, so one process is started.
func (w *Workspace) Accounts(ctx context.Context) (credential.Accounts, error) {
	return powerful[credential.Accounts](ctx, w, credential.CapabilityAccounts)
}

// AccountStore gives the first plugin of the chain that can change accounts.
func (w *Workspace) AccountStore(ctx context.Context) (credential.AccountStore, error) {
	return powerful[credential.AccountStore](ctx, w, credential.CapabilityAccountStore)
}

// powerful is the first credential plugin that declares a power and has it.
func powerful[Power any](ctx context.Context, w *Workspace, capability credential.Capability) (Power, error) {
	var none Power
	for _, name := range w.settings.Credentials {
		installed, err := w.plugins.Find(plugin.Credential, name)
		if err != nil {
			return none, w.misconfigured("plugins.credentials", err)
		}
		if !slices.Contains(installed.Manifest.Capabilities, string(capability)) {
			continue
		}
		provider, err := w.provider(ctx, name)
		if err != nil {
			return none, err
		}
		if power, ok := provider.(Power); ok {
			return power, nil
		}
	}
	return none, &mperr.CapabilityNotSupported{
		Capability: string(capability), Fix: `add "file" to credentials in the [plugins] table of ` + w.settings.Path,
	}
}

// DefaultAccount is the default of the stored accounts; [mperr.ConfigError] where there is none or it cannot be used.
func (w *Workspace) DefaultAccount(ctx context.Context) (credential.AccountInfo, error) {
	accounts, err := w.Accounts(ctx)
	if err != nil {
		return credential.AccountInfo{}, err
	}
	list, err := accounts.List(ctx)
	if err != nil {
		return credential.AccountInfo{}, err
	}
	for _, info := range list {
		if info.IsDefault && info.Region == "" {
			return accounts.Get(ctx, info.Name)
		}
		if info.IsDefault {
			return info, nil
		}
	}
	return credential.AccountInfo{}, &mperr.ConfigError{Message: "there is no default account", Fix: "mp auth add NAME stores one"}
}
