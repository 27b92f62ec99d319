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
