package plugin

import (
	"context"
	"time"

	"google.golang.org/grpc/codes"

	"github.com/mixpanel-data/mp/sdk/dial"
)

// endGrace is how long a process whose connection broke may take to end. A plugin that was asked to end closes its store
// after that, for which the SDK gives it most of a second, and a busy machine takes its time over a process's end.
const endGrace = 5 * time.Second

// explain turns a failure of the transport into what happened to the process. gRPC says the same of a crash, a broken
// connection and a message that is too large, in words that change; the process itself says which it was.
func (p *Process) explain(call string, failure *dial.TransportError) error {
	code := failure.Status.Code()
	broken := code != codes.DeadlineExceeded && !p.connected()
	if broken {
		// The connection of a process that ends breaks before its exit status is there.
		within(p.child.reaped, endGrace)
	}
	if end := p.end(call, failure); end != nil {
		return end
	}
	if code == codes.DeadlineExceeded {
		why := p.timeout(call, "it did not answer in time", p.cfg.CallTimeout)
		p.condemn(why)
		return why
	}
	return p.breach(call, failure, broken)
}

// connected is true where the process answers a ping: a failure was the call's own then, and not the connection's.
func (p *Process) connected() bool {
	ctx, cancel := context.WithTimeout(context.Background(), p.cfg.PingTimeout)
	defer cancel()
	return p.watchdog.ping(ctx) == nil
}

// breach is the error for a process that lives and answers something else than the protocol says.
func (p *Process) breach(call string, failure *dial.TransportError, broken bool) error {
	f := mismatch("its answer is outside the protocol: "+failure.Status.Message(),
		"report it to the plugin's author")
	switch code := failure.Status.Code(); {
	case failure.Problem != "":
		f.problem = "its error cannot be read: " + failure.Problem
	case code == codes.ResourceExhausted:
		f.fix = "ask for less at once; a message may have 8 MiB"
	case code == codes.Unimplemented:
		f.problem, f.fix = "it does not know this call", "install a newer version of the plugin"
	case broken:
		// Nothing can be said to it any more.
		f.problem = "it closed the connection and lives on"
		p.child.kill()
	}
	return p.faulty(call, f)
}
