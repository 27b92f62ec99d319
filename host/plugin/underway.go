package plugin

import (
	"context"
	"slices"
	"strings"
	"sync"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
)

// underway lists the calls that wait for a process. Whoever finds the process gone without having called it learns from
// here what it was doing. It is safe for concurrent use.
type underway struct {
	mu sync.Mutex
	// calls begin with the oldest.
	calls []*call
	// broken is the first call that failed with the connection, "" where none did.
	broken string
}

// call is one call, named as in errors, such as storage.WriteUnit.
type call struct{ name string }

var _ stats.Handler = (*underway)(nil)

type underwayKey struct{}

// last is what a process that ended was doing: the call that failed with the connection, else the one that still waits and
// has done so longest, "" where there is none.
func (u *underway) last() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.broken == "" && len(u.calls) > 0 {
		return u.calls[0].name
	}
	return u.broken
}

// TagRPC marks the calls that users wait for.
func (u *underway) TagRPC(ctx context.Context, info *stats.RPCTagInfo) context.Context {
	if !isOwnCall(info.FullMethodName) {
		return ctx
	}
	return context.WithValue(ctx, underwayKey{}, &call{nameOf(info.FullMethodName)})
}

// HandleRPC notes the begin and the end of the marked calls.
func (u *underway) HandleRPC(ctx context.Context, event stats.RPCStats) {
	this, ok := ctx.Value(underwayKey{}).(*call)
	if !ok {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	switch event := event.(type) {
	case *stats.Begin:
		u.calls = append(u.calls, this)
	case *stats.End:
		if u.broken == "" && isTransport(event.Error) {
			u.broken = this.name
		}
		u.calls = slices.DeleteFunc(u.calls, func(other *call) bool { return other == this })
	}
}

// isTransport tells a broken connection from what plugins answer, which has details.
func isTransport(err error) bool {
	told := status.Convert(err)
	return told.Code() == codes.Unavailable && len(told.Details()) == 0
}

// TagConn and HandleConn are of no interest here.
func (u *underway) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

// HandleConn does nothing.
func (u *underway) HandleConn(context.Context, stats.ConnStats) {}

// nameOf is storage.WriteUnit for /mp.plugin.v1.StorageService/WriteUnit: the name that the SDK gives calls in errors.
func nameOf(method string) string {
	service, name, _ := strings.Cut(strings.TrimPrefix(method, "/"), "/")
	service = strings.TrimSuffix(service[strings.LastIndexByte(service, '.')+1:], "Service")
	return strings.ToLower(service) + "." + name
}
