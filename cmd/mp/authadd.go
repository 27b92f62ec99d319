package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// newAccount are the flags of auth add.
type newAccount struct {
	username, project, region       string
	timezone, exportTime            string
	regionGiven                     bool
	makeDefault, interactive, stdin bool
}

func (a *app) authAddCommand() *cobra.Command {
	var account newAccount
	command := &cobra.Command{
		Use: "add NAME", Short: "Store an account",
		Long: `Store a service account under a name. It becomes the default where there is no other one, or with --default. The
secret is read from standard input with --secret-stdin, else from MP_SECRET, else asked for; it is never a flag.

Projects made before 2023 export the wall clock of their time zone as if it were UTC: --export-time project and
--timezone say so, and event_time is true UTC all the same. mp doctor time tells whether they are right.`,
		Example: `  mp auth add production -u my-service-account -p 12345 -r eu
  pass mp/prod | mp auth add production -u sa -p 12345 -r eu --secret-stdin
  mp auth add --interactive production
  mp auth add old -u sa -p 678 --timezone America/New_York --export-time project`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			account.regionGiven = command.Flags().Changed("region")
			return a.addAccount(command.Context(), args[0], account)
		},
	}
	flags := command.Flags()
	flags.StringVarP(&account.username, "username", "u", "", "service account user name")
	flags.StringVarP(&account.project, "project", "p", "", "project id")
	flags.StringVarP(&account.region, "region", "r", "us", "data residency: us, eu, in")
	flags.StringVar(&account.timezone, "timezone", "", "the project's time zone, such as Europe/Lisbon")
	flags.StringVar(&account.exportTime, "export-time", "", "clock of the export: utc, or project for a project of before 2023 (default utc)")
	flags.BoolVarP(&account.makeDefault, "default", "d", false, "make it the default account")
	flags.BoolVarP(&account.interactive, "interactive", "i", false, "ask for what is missing")
	flags.BoolVar(&account.stdin, "secret-stdin", false, "read the secret from standard input")
	return command
}

func (a *app) addAccount(ctx context.Context, name string, account newAccount) error {
	credentials, err := a.newCredentials(ctx, &account)
	if err != nil {
		return err
	}
	return a.withAccountStore(ctx, func(store credential.AccountStore) error {
		info, err := store.Add(ctx, name, credentials)
		if err != nil {
			return err
		}
		if account.makeDefault && !info.IsDefault {
			if err := store.SetDefault(ctx, name); err != nil {
				return err
			}
			info.IsDefault = true
		}
		return a.object(render.Field{Name: "added", Value: name}, render.Field{Name: "is_default", Value: info.IsDefault})
	})
}

// newCredentials checks everything before the secret is asked for.
func (a *app) newCredentials(ctx context.Context, account *newAccount) (credential.Credentials, error) {
	if err := a.complete(ctx, account); err != nil {
		return credential.Credentials{}, err
	}
	fields := credential.Fields{
		Username: account.username, Secret: credential.NewSecret("not asked for yet"), ProjectID: account.project,
		Region: account.region, Timezone: account.timezone, ExportTime: account.exportTime,
	}
	if _, err := credential.New(fields); err != nil {
		return credential.Credentials{}, renamed(err, fieldFlags)
	}
	secret, err := a.readSecret(ctx, account.stdin)
	if err != nil {
		return credential.Credentials{}, err
	}
	fields.Secret = secret
	return credential.New(fields)
}

// fieldFlags are the flags of the fields that credentials are made of.
var fieldFlags = map[string]string{
	"username": "--username", "project_id": "--project", "region": "--region", "timezone": "--timezone", "export_time": "--export-time",
}

// complete asks for what the flags lack, where --interactive was given and somebody is there.
func (a *app) complete(ctx context.Context, account *newAccount) error {
	asking := account.interactive && a.canAsk()
	for _, part := range []struct {
		value        *string
		flag, prompt string
	}{{&account.username, "--username", "Service account user name: "}, {&account.project, "--project", "Project id: "}} {
		if *part.value != "" {
			continue
		}
		if !asking {
			return &mperr.InvalidArgument{Argument: part.flag, Reason: "is required"}
		}
		answer, err := a.ask(ctx, part.prompt)
		if err != nil {
			return err
		}
		*part.value = answer
	}
	if !asking || account.regionGiven {
		return nil
	}
	answer, err := a.ask(ctx, "Region, us, eu or in ["+account.region+"]: ")
	if answer != "" {
		account.region = answer
	}
	return err
}
