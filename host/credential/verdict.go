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
	// Crashed: the plugin did not start, or ended during the call.
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
	if err == nil {
		return Found
	}
	switch mperr.CodeOf(err) {
	case "CREDENTIALS_NOT_CONFIGURED":
		return NotConfigured
	case "PLUGIN_NOT_FOUND":
		return Missing
	case "PLUGIN_TIMEOUT", "DEADLINE_EXCEEDED":
		return Hung
	case "AUTH_FAILED":
		return Refused
	case "CANCELED":
		return Interrupted
	}
	if errors.Is(err, mperr.ErrPlugin) {
		return Crashed
	}
	return Invalid
}
