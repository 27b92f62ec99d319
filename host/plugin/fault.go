package plugin

import (
	"errors"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// fault is why a plugin cannot be used, before it stands beside the plugin's name and evidence.
type fault struct {
	// problem and fix are the sentences of [mperr.Evidence].
	problem, fix string
	// protocol: both sides work and do not speak the same. Otherwise the process could not be started.
	protocol bool
	cause    error
}

// unusable is the fault of a plugin that cannot be started; cause may be nil.
func unusable(problem, fix string, cause error) *fault {
	return &fault{problem: problem, fix: fix, cause: cause}
}

// mismatch is the fault of a plugin that is another one than was asked for, or speaks otherwise.
func mismatch(problem, fix string) *fault { return &fault{protocol: true, problem: problem, fix: fix} }

func (f *fault) Error() string { return f.problem }
func (f *fault) Unwrap() error { return f.cause }

// coded is the error for the user: evidence with the fault's sentences.
func (f *fault) coded(e mperr.Evidence) error {
	e.Problem, e.Fix = f.problem, f.fix
	if f.protocol {
		return &mperr.PluginProtocol{Evidence: e}
	}
	return &mperr.PluginStartFailed{Evidence: e, Cause: f.cause}
}

// coded gives the error for the user where err is a fault, and err itself where it is coded already.
func coded(err error, e mperr.Evidence) error {
	if f, ok := errors.AsType[*fault](err); ok {
		return f.coded(e)
	}
	return err
}
