package main

import (
	"cmp"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func (a *app) authCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "auth",
		Short: "Accounts: add, list, test, and explain where credentials come from",
		Long: `Accounts are Mixpanel service accounts, kept in ~/.mp/config.toml (MP_CONFIG_PATH) with the secret encrypted.
Complete MP_USERNAME, MP_SECRET, MP_PROJECT_ID and MP_REGION variables come before any account.`,
		Example: `  mp auth add production -u my-service-account -p 12345 -r eu
  mp auth explain`,
	}
	command.AddCommand(a.authAddCommand(), a.authListCommand(), a.authShowCommand(), a.authSwitchCommand(),
		a.authRemoveCommand(), a.authTestCommand(), a.authExplainCommand())
	return command
}

func (a *app) authListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the stored accounts",
		Long: `List the stored accounts. One that lacks something has no region, and a warning on standard error says what it lacks
and where that stands.`,
		Example: "  mp auth list\n  mp auth list --format json",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
				accounts, err := workspace.Accounts(command.Context())
				if err != nil {
					return err
				}
				list, err := accounts.List(command.Context())
				if err != nil {
					return err
				}
				if len(list) == 0 {
					a.say("mp: no accounts yet: mp auth add NAME stores one")
				}
				if err := a.warnOfBroken(command.Context(), accounts, list); err != nil {
					return err
				}
				columns := []string{"name", "username", "project_id", "region", "is_default"}
				return a.rows(render.List(columns, list, func(info credential.AccountInfo) []any {
					return []any{info.Name, info.Username, info.ProjectID, info.Region, info.IsDefault}
				}))
			})
		},
	}
}

// warnOfBroken says what is wrong with each account that is there and cannot be used.
func (a *app) warnOfBroken(ctx context.Context, accounts credential.Accounts, list []credential.AccountInfo) error {
	for _, info := range list {
		if info.Region != "" {
			continue
		}
		_, err := accounts.Get(ctx, info.Name)
		if broken, ok := errors.AsType[*mperr.ConfigError](err); ok {
			a.warn(string(broken.Code()) + ": " + withHint(broken))
		} else if err != nil {
			return err
		}
	}
	return nil
}

// withHint is an error and what to do about it in one line.
func withHint(err error) string {
	if hint := mperr.Hint(err); hint != "" {
		return err.Error() + ": " + hint
	}
	return err.Error()
}

func (a *app) authShowCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show [NAME]", Short: "Show one account, the default where no name is given",
		Example: "  mp auth show production",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.withWorkspace(command.Context(), true, func(workspace *host.Workspace) error {
				info, err := a.accountOrDefault(command.Context(), workspace, args)
				if err != nil {
					return err
				}
				return a.object(
					render.Field{Name: "name", Value: info.Name}, render.Field{Name: "username", Value: info.Username},
					render.Field{Name: "secret", Value: "********"}, render.Field{Name: "project_id", Value: info.ProjectID},
					render.Field{Name: "region", Value: info.Region}, render.Field{Name: "is_default", Value: info.IsDefault},
					render.Field{Name: "timezone", Value: info.Timezone},
					render.Field{Name: "export_time", Value: cmp.Or(info.ExportTime, credential.ExportUTC)},
				)
			})
		},
	}
}

// accountOrDefault is the account named by the argument or --account, else the default.
func (a *app) accountOrDefault(ctx context.Context, workspace *host.Workspace, args []string) (credential.AccountInfo, error) {
	accounts, err := workspace.Accounts(ctx)
	if err != nil {
		return credential.AccountInfo{}, err
	}
	name := a.env(a.account, "MP_ACCOUNT")
	if len(args) > 0 {
		name = args[0]
	}
	if name != "" {
		return accounts.Get(ctx, name)
	}
	return workspace.DefaultAccount(ctx)
}

func (a *app) authSwitchCommand() *cobra.Command {
	return &cobra.Command{
		Use: "switch NAME", Short: "Make an account the default",
		Example: "  mp auth switch staging",
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.withAccountStore(command.Context(), func(store credential.AccountStore) error {
				if err := store.SetDefault(command.Context(), args[0]); err != nil {
					return err
				}
				return a.object(render.Field{Name: "default", Value: args[0]})
			})
		},
	}
}

func (a *app) authRemoveCommand() *cobra.Command {
	var force bool
	command := &cobra.Command{
		Use: "remove NAME", Short: "Remove an account, also one that cannot be used",
		Example: "  mp auth remove staging\n  mp auth remove staging --force",
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.withAccountStore(command.Context(), func(store credential.AccountStore) error {
				if err := isListed(command.Context(), store, args[0]); err != nil {
					return err
				}
				if err := a.confirm(command.Context(), force, "Remove account "+args[0]+"?"); err != nil {
					return err
				}
				newDefault, err := store.Remove(command.Context(), args[0])
				if err != nil {
					return err
				}
				if newDefault != "" {
					a.say("mp: the default account is now " + newDefault)
				}
				return a.object(render.Field{Name: "removed", Value: args[0]})
			})
		},
	}
	command.Flags().BoolVar(&force, "force", false, "do not ask")
	return command
}

// isListed is nil for an account that is there, also one that cannot be used, and the store's own error for any other name.
func isListed(ctx context.Context, store credential.AccountStore, name string) error {
	list, err := store.List(ctx)
	if err != nil {
		return err
	}
	for _, info := range list {
		if info.Name == name {
			return nil
		}
	}
	_, err = store.Get(ctx, name)
	return err
}

// withAccountStore runs do with the store that keeps the user's accounts.
func (a *app) withAccountStore(ctx context.Context, do func(credential.AccountStore) error) error {
	return a.withWorkspace(ctx, true, func(workspace *host.Workspace) error {
		store, err := workspace.AccountStore(ctx)
		if err != nil {
			return err
		}
		return do(store)
	})
}
