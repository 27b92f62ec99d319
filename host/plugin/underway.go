package plugin

import (
	"context"
	"slices"
	"strings"
	"sync"

	"google.golang.org/grpc/stats"
)

// underway lists the calls that wait for a process. Whoever finds the process gone without having called it learns from
// here what it was doing. It is safe for concurrent use.
type underway struct {
	mu sync.Mutex
	// calls begin with the oldest.
	calls []*call
}

// call is one call, named as in errors, such as storage.WriteUnit.
type call struct{ name string }

var _ stats.Handler = (*underway)(nil)

type underwayKey struct{}

// first is the name of the call that has waited longest, "" where none waits.
func (u *underway) first() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.calls) == 0 {
		return ""
	}
	return u.calls[0].name
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
	switch event.(type) {
	case *stats.Begin:
		u.calls = append(u.calls, this)
	case *stats.End:
		u.calls = slices.DeleteFunc(u.calls, func(other *call) bool { return other == this })
	}
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
