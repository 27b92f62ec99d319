package host

import "context"

// CredentialTest is what Mixpanel said to credentials that work.
type CredentialTest struct {
	// Account is the account that was used, or the provider's name where it knows no accounts.
	Account string
	// ProjectID and Region are those of the credentials.
	ProjectID string
	Region    string
	// EventsFound is how many names of events the project told.
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
