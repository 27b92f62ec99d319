package plugin

import "github.com/mixpanel-data/mp/sdk/mperr"

// fault is why a plugin cannot be used, before it stands beside the plugin's name and evidence.
type fault struct {
	// problem and fix are the sentences of [mperr.Evidence].
	problem, fix string
	// protocol: both sides work and do not speak the same. Otherwise the process could not be started.
	protocol bool
	cause    error
}

func (f *fault) Error() string { return f.problem }
func (f *fault) Unwrap() error { return f.cause }

// coded is the error for the user.
func (f *fault) coded(e mperr.Evidence) error {
	e.Problem, e.Fix = f.problem, f.fix
	if f.protocol {
		return &mperr.PluginProtocol{Evidence: e}
	}
	return &mperr.PluginStartFailed{Evidence: e, Cause: f.cause}
}
