package host

import (
	"context"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/host/quota"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// exportsVariable names the environment variable with a project's exports an hour, for which Mixpanel may grant more than
// it documents; 0 keeps no count.
const exportsVariable = "MP_EXPORTS_PER_HOUR"

// ledger is the record of the project's requests, in a file that all workspaces of the user share.
func (w *Workspace) ledger(ctx context.Context) (*quota.Ledger, error) {
	return w.quota.get(ctx, func(ctx context.Context) (*quota.Ledger, error) {
		credentials, err := w.Credentials(ctx)
		if err != nil {
			return nil, err
		}
		limits, err := w.limits()
		if err != nil {
			return nil, err
		}
		config := quota.Config{
			Path: w.stateFile("quota", credentials), Limits: limits, MaxWait: w.options.Mixpanel.Retry.MaxWait,
			Warn: w.options.Warn, Now: w.options.Now, Sleep: w.options.Mixpanel.Sleep, OnWait: w.tellWait,
		}
		if w.options.NoWait {
			config.MaxWait = -1
		}
		return quota.New(config), nil
	})
}

func (w *Workspace) tellWait(wait quota.Wait) {
	if told := w.options.Mixpanel.OnWait; told != nil {
		told(mixpanel.Wait{Held: true, Pause: wait.Pause, Cause: wait.Err, Until: wait.Until, Delay: wait.Until.Sub(w.options.Now()), Try: 1})
	}
}

// limits are those that Mixpanel documents, or what the environment says of them.
func (w *Workspace) limits() (map[quota.Family]quota.Limits, error) {
	limits := quota.Documented()
	text, ok := w.options.LookupEnv(exportsVariable)
	if !ok || text == "" {
		return limits, nil
	}
	perHour, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return nil, &mperr.ConfigError{
			Message: exportsVariable + " is " + strconv.Quote(text) + " and must be a whole number", Key: exportsVariable,
			Fix: "set it to the exports an hour that Mixpanel grants the project, to 0 for no limit, or unset it",
		}
	}
	exports := limits[quota.Export]
	exports.PerHour = int(perHour)
	limits[quota.Export] = exports
	return limits, nil
}

// stateFile is FOLDER/PROJECT_ID.json beside the configuration, for what is known of a project. What is asked of another
// address than Mixpanel's own, a simulator's, does not use up Mixpanel's quota, knows other things, and is written elsewhere.
func (w *Workspace) stateFile(folder string, credentials credential.Credentials) string {
	name := credentials.ProjectID()
	if base := w.baseURL(credentials); base != "" {
		name += "@" + plainName(base)
	}
	return filepath.Join(filepath.Dir(w.settings.Path), folder, name+".json")
}

// plainName is the host, port and path of an address as a part of a file's name.
func plainName(address string) string {
	if parsed, err := url.Parse(address); err == nil && parsed.Host != "" {
		address = parsed.Host + strings.TrimRight(parsed.Path, "/")
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '-'
	}, address)
}

// countedFetch is the configuration of a fetch that plans by the ledger in which its client counts.
func (w *Workspace) countedFetch(ctx context.Context) (fetch.Config, error) {
	config, err := w.fetchConfig(ctx)
	if err != nil || w.options.Mixpanel.Quota != nil {
		return config, err
	}
	ledger, err := w.ledger(ctx)
	if err != nil {
		return config, err
	}
	config.Budget, config.NoWait = budget(ledger), w.options.NoWait
	return config, nil
}

// budget tells a fetch what is left of the project's exports.
func budget(ledger *quota.Ledger) func() fetch.Budget {
	return func() fetch.Budget {
		left := ledger.Left(quota.Export)
		return fetch.Budget{
			Left: left.Requests, PerHour: left.PerHour, Resumes: left.Resumes, Typical: left.Typical, Ready: left.Ready,
		}
	}
}

// counted lets a client count in a ledger.
type counted struct{ ledger *quota.Ledger }

// Take implements [mixpanel.Quota]. The App API has limits of its own, which Mixpanel does not count with those of a project.
func (c counted) Take(ctx context.Context, api mixpanel.API) (mixpanel.Ticket, error) {
	family, limited := families[api]
	if !limited {
		return (*quota.Ticket)(nil), nil
	}
	return c.ledger.Take(ctx, family)
}

// TakeFree implements [mixpanel.Quota].
func (c counted) TakeFree(ctx context.Context, api mixpanel.API) (mixpanel.Ticket, error) {
	family, limited := families[api]
	if !limited {
		return (*quota.Ticket)(nil), nil
	}
	return c.ledger.TakeFree(ctx, family)
}

var families = map[mixpanel.API]quota.Family{mixpanel.APIExport: quota.Export, mixpanel.APIQuery: quota.Query}
