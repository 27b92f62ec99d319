package plugin

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"google.golang.org/grpc/stats"
)

// watchdog finds out that a process hangs while calls wait for it. A slow call is no reason: the process still answers
// pings then, as the gRPC server does not wait for handlers.
type watchdog struct {
	// ping is answered by any process that runs; its error matters only where ctx ended first.
	ping func(ctx context.Context) error
	// hung is called once, after two pings in a row without an answer.
	hung              func()
	interval, timeout time.Duration
	pending           atomic.Int64
}

// watch pings while calls are pending. It returns when ctx ends or the process hangs.
func (w *watchdog) watch(ctx context.Context) {
	ticker := time.NewTicker(w.interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		// The second ping is for a host that was itself stopped: its timers ran out while the answer was on its way.
		if w.pending.Load() > 0 && !w.answers(ctx) && !w.answers(ctx) && ctx.Err() == nil {
			w.hung()
			return
		}
	}
}

// answers is true where the process said anything in time, also that it does not know the ping.
func (w *watchdog) answers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeoutCause(ctx, w.timeout, errNoAnswer)
	defer cancel()
	return w.ping(ctx) == nil || !errors.Is(context.Cause(ctx), errNoAnswer)
}

var errNoAnswer = errors.New("no answer to a ping")

// watchdog is a [stats.Handler], as that sees the end of every call, however it ends.
var _ stats.Handler = (*watchdog)(nil)

type ownCall struct{}

// TagRPC marks the calls that users wait for: not pings, and not the streams that go-plugin keeps open.
func (w *watchdog) TagRPC(ctx context.Context, info *stats.RPCTagInfo) context.Context {
	if !isOwnCall(info.FullMethodName) {
		return ctx
	}
	return context.WithValue(ctx, ownCall{}, true)
}

func isOwnCall(method string) bool {
	return !strings.HasPrefix(method, "/plugin.") && !strings.HasPrefix(method, "/grpc.")
}

// HandleRPC counts the marked calls.
func (w *watchdog) HandleRPC(ctx context.Context, event stats.RPCStats) {
	if ctx.Value(ownCall{}) == nil {
		return
	}
	switch event.(type) {
	case *stats.Begin:
		w.pending.Add(1)
	case *stats.End:
		w.pending.Add(-1)
	}
}

// TagConn and HandleConn are of no interest here.
func (w *watchdog) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

// HandleConn does nothing.
func (w *watchdog) HandleConn(context.Context, stats.ConnStats) {}
