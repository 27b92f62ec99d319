package host

import (
	"cmp"
	"context"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/credential"
)

// Client is the HTTP client for the project of the credentials; [Workspace.Close] closes it. Its requests are counted in
// the project's ledger, see package quota, unless Options.Mixpanel brings a quota of its own.
func (w *Workspace) Client(ctx context.Context) (*mixpanel.Client, error) {
	return w.client.get(ctx, func(ctx context.Context) (*mixpanel.Client, error) {
		credentials, err := w.Credentials(ctx)
		if err != nil {
			return nil, err
		}
		config := w.options.Mixpanel
		config.BaseURL = w.baseURL(credentials)
		if config.UserAgent == "" {
			config.UserAgent = "mp/" + w.options.Version
		}
		if config.Log == nil {
			config.Log = w.options.Log
		}
		if w.options.NoWait {
			config.Retry.MaxWait = -1
		}
		if config.Quota == nil {
			ledger, err := w.ledger(ctx)
			if err != nil {
				return nil, err
			}
			config.Quota = counted{ledger}
		}
		return mixpanel.New(credentials, config)
	})
}

// baseURL is the one address that stands for all of Mixpanel's; "" where there is none.
func (w *Workspace) baseURL(credentials credential.Credentials) string {
	address, _ := w.options.LookupEnv("MP_API_BASE_URL")
	return cmp.Or(address, w.options.Mixpanel.BaseURL, credentials.BaseURL())
}
