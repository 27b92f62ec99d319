package credential

import (
	"errors"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Verdict is how one link of the chain ended.
type Verdict string

// The verdicts. Found and all from Invalid on stop the chain.
const (
	// Found: the link gave credentials.
	Found Verdict = "found"
	// NotConfigured: the link has nothing for this request; the next one is asked.
	NotConfigured Verdict = "not_configured"
	// Invalid: the link has something that cannot be used.
	Invalid Verdict = "invalid"
	// Refused: whoever keeps the credentials did not give them.
	Refused Verdict = "refused"
	// Crashed: the plugin did not start, ended during the call, or answered outside the protocol.
	Crashed Verdict = "crashed"
	// Hung: the plugin did not answer in time.
	Hung Verdict = "hung"
	// Interrupted: the user broke off before the link answered.
	Interrupted Verdict = "interrupted"
	// Missing: the plugin is not installed.
	Missing Verdict = "missing"
	// NotAsked: an earlier link stopped the chain.
	NotAsked Verdict = "not_asked"
)

// verdictOf classifies what a link answered.
func verdictOf(err error) Verdict {
	switch mperr.From(err).(type) { // the outermost error with a code: its cause may have another
	case nil:
		return Found
	case *mperr.CredentialsNotConfigured:
		return NotConfigured
	case *mperr.PluginNotFound:
		return Missing
	case *mperr.PluginTimeout, *mperr.DeadlineExceeded:
		return Hung
	case *mperr.AuthFailed:
		return Refused
	case *mperr.Canceled:
		return Interrupted
	}
	if errors.Is(err, mperr.ErrPlugin) {
		return Crashed
	}
	return Invalid
}
