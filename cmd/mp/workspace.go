package main

import (
	"context"

	"github.com/mixpanel-data/mp/host"
)

// options are the workspace that the global flags name. readOnly is how the store will be opened, if it is.
func (a *app) options(readOnly bool) host.Options {
	options := host.Options{
		Account: a.env(a.account, "MP_ACCOUNT"), Database: a.env(a.database, "MP_DB"),
		ReadOnly: readOnly, Wait: a.wait, LookupEnv: a.lookupEnv, Log: a.logger(), Version: version,
		Mixpanel: a.api(),
	}
	if !a.quiet {
		options.Warn = a.warn
	}
	return options
}

// withWorkspace runs do in the workspace that the global flags name.
func (a *app) withWorkspace(ctx context.Context, readOnly bool, do func(*host.Workspace) error) error {
	return a.within(ctx, a.options(readOnly), do)
}

// ownWorkspace runs do in a workspace and closes it, whatever do returns.
func ownWorkspace(ctx context.Context, options host.Options, do func(*host.Workspace) error) error {
	workspace, err := host.Open(ctx, options)
	if err != nil {
		return err
	}
	err = do(workspace)
	if closeErr := workspace.Close(); err == nil {
		err = closeErr
	}
	return err
}
