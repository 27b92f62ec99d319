package host

import (
	"log/slog"
	"os"
	"time"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Options say which project and store to work with. The zero value is the user's default account and store.
type Options struct {
	// Account names the account; "" is the default one. Complete MP_* variables come before it where the chain asks the
	// environment first.
	Account string
	// Credentials are used as they are, and no provider is asked; nil asks the providers.
	Credentials *credential.Credentials
	// Database is the path of the store; "" is ~/.mp/data/PROJECT_ID.duckdb, which needs credentials to know the project.
	Database string
	// Temporary makes a store that is empty at first and gone after Close, or, where this program is killed, when the next
	// workspace of the kind opens its store; "" keeps the store. Database must be "" then.
	Temporary Temporary
	// ReadOnly opens the store for reading, beside other readers; a fetch then fails. Where another mp process of the user
	// holds the store for writing, it is asked for what it has committed, and Warn is told so.
	ReadOnly bool
	// Wait is how long to wait for a store that another process uses; 0 does not wait. A reader asks the other process after
	// that.
	Wait time.Duration
	// NoWait ends a request with [mperr.RateLimited] where the project's quota is used up, instead of waiting up to an hour.
	NoWait bool

	// Home is the folder that holds .mp; "" is the user's home. Without one, which is where HOME is no absolute path,
	// MP_CONFIG_PATH says where the configuration is and Database where the store is.
	Home string
	// PluginDirs are the folders that plugins are found in; nil is [plugin.DefaultDirs] of the running program and Home.
	PluginDirs []string
	// LookupEnv reads the environment; nil is [os.LookupEnv]. Plugins see what their manifest names of it.
	LookupEnv func(name string) (string, bool)
	// Mixpanel are the settings of the HTTP client. A base URL in MP_API_BASE_URL comes first.
	Mixpanel mixpanel.Config

	// Progress is told how a fetch goes; nil ignores it. The calls of one fetch come one at a time.
	Progress func(fetch.Progress)
	// Warn is told what a user should know although it is no error; nil ignores it.
	Warn func(text string)
	// Log gets what happens inside, plugins' own lines included; nil drops it.
	Log *slog.Logger
	// Now is the clock; nil is [time.Now].
	Now func() time.Time
	// Version is sent to Mixpanel in the User-Agent header.
	Version string
}

// filled is the options with their defaults in place; [mperr.InvalidArgument] for one without sense.
func (o Options) filled() (Options, error) {
	if o.Wait < 0 {
		return o, &mperr.InvalidArgument{Argument: "wait", Value: o.Wait.String(), Reason: "must not be negative"}
	}
	if err := o.checkTemporary(); err != nil {
		return o, err
	}
	if o.LookupEnv == nil {
		o.LookupEnv = os.LookupEnv
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Home == "" {
		o.Home = Home(o.LookupEnv)
	}
	if o.PluginDirs == nil {
		executable, err := os.Executable()
		if err != nil {
			executable = ""
		}
		o.PluginDirs = plugin.DefaultDirs(executable, o.Home)
	}
	return o, nil
}
