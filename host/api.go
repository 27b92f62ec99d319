package host

import (
	"context"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

// Client is the HTTP client for the project of the credentials; [Workspace.Close] closes it.
func (w *Workspace) Client(ctx context.Context) (*mixpanel.Client, error) {
	return w.client.get(ctx, func(ctx context.Context) (*mixpanel.Client, error) {
		credentials, err := w.Credentials(ctx)
		if err != nil {
			return nil, err
		}
		config := w.options.Mixpanel
		if address, ok := w.options.LookupEnv("MP_API_BASE_URL"); ok && address != "" {
			config.BaseURL = address
		}
		if config.UserAgent == "" {
			config.UserAgent = "mp/" + w.options.Version
		}
		if config.Log == nil {
			config.Log = w.options.Log
		}
		return mixpanel.New(credentials, config)
	})
}

// CredentialTest is what Mixpanel said to credentials that work.
type CredentialTest struct {
	// Account is the account that was used, or the provider's name where it knows no accounts.
	Account     string
	ProjectID   string
	Region      string
	EventsFound int
}

// TestCredentials asks Mixpanel for the project's event names. The account in the answer is the one that was used, which
// is not the one asked for where a provider without names comes first.
func (w *Workspace) TestCredentials(ctx context.Context) (CredentialTest, error) {
	outcome, err := w.Resolve(ctx)
	if err != nil {
		return CredentialTest{}, err
	}
	client, err := w.Client(ctx)
	if err != nil {
		return CredentialTest{}, err
	}
	names, err := client.EventNames(ctx, 0)
	if err != nil {
		return CredentialTest{}, err
	}
	account := outcome.Account
	if account == "" {
		account = outcome.Provider
	}
	return CredentialTest{
		Account: account, ProjectID: outcome.Credentials.ProjectID(),
		Region: string(outcome.Credentials.Region()), EventsFound: len(names),
	}, nil
}
