package dial

import (
	"fmt"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// TransportError is a call that failed without an error of the plugin's: its status does not carry one of ours.
type TransportError struct {
	// Call is the call, such as storage.WriteUnit.
	Call string
	// Status is gRPC's. Unavailable: the process is gone or was never there. DeadlineExceeded: it did not answer inside the
	// deadline that the host set. ResourceExhausted: a message is longer than the limit. Unimplemented: it does not know
	// the call. Anything else: it is no plugin of mp, or the connection broke in an unusual way.
	Status *status.Status
	// Problem says what cannot be read, where the status does carry an error of ours; "" otherwise.
	Problem string
}

// Error gives the call, the status and the problem.
func (e *TransportError) Error() string {
	text := fmt.Sprintf("%s: %s: %s", e.Call, e.Status.Code(), e.Status.Message())
	if e.Problem != "" {
		text += ": " + e.Problem
	}
	return text
}

// Coded makes a coded error of what the status alone tells: [mperr.PluginTimeout], [mperr.PluginProtocol] or
// [mperr.PluginCrashed]. plugin is the name, such as mp-storage-duckdb. A host that watches the process knows more and
// fills in exit status and stderr.
func (e *TransportError) Coded(plugin string) mperr.Error {
	evidence := mperr.Evidence{Plugin: plugin, Call: e.Call, Problem: e.Status.Message()}
	switch code := e.Status.Code(); {
	case e.Problem != "":
		evidence.Problem = "its error cannot be read: " + e.Problem
		return &mperr.PluginProtocol{Evidence: evidence}
	case code == codes.DeadlineExceeded:
		evidence.Problem = "it did not answer in time"
		return &mperr.PluginTimeout{Evidence: evidence}
	case code == codes.Unimplemented:
		evidence.Problem = "it does not know the call"
		return &mperr.PluginProtocol{Evidence: evidence}
	case code == codes.ResourceExhausted:
		return &mperr.PluginProtocol{Evidence: evidence}
	default:
		return &mperr.PluginCrashed{Evidence: evidence}
	}
}
