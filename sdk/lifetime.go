package sdk

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"google.golang.org/grpc"
)

// connectTimeout is how long a plugin waits for its host. A host connects at once after it has read the handshake.
const connectTimeout = 10 * time.Second

// stdioStream is the stream of go-plugin that a host opens once and holds as long as it lives. Its end is the end of the
// host, however that came: the kernel closes the connection of a process that was killed. This works on every system and
// needs nothing from the host beyond what go-plugin does.
const stdioStream = "/plugin.GRPCStdio/StreamStdio"

// lifetime ends the plugin with its host.
type lifetime struct {
	connected chan struct{} // closed when the host has come
	over      chan struct{} // closed when it has gone
	arrival   sync.Once
	departure sync.Once
}

func newLifetime() *lifetime {
	return &lifetime{connected: make(chan struct{}), over: make(chan struct{})}
}

// lease is an interceptor that watches the host's stream.
func (l *lifetime) lease(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	if info.FullMethod != stdioStream {
		return handle(server, stream)
	}
	l.arrival.Do(func() { close(l.connected) })
	defer l.departure.Do(func() { close(l.over) })
	return handle(server, stream)
}

// watch calls stop when the plugin's life is over. It runs as long as the process.
func (l *lifetime) watch(stop func(), log *slog.Logger) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	// Logging after the host's death must not kill the process before its stores are closed.
	signal.Ignore(syscall.SIGPIPE)
	l.wait(asked, log)
	stop()
}

// wait returns when the host is gone, never came, or the process is asked to end.
func (l *lifetime) wait(asked <-chan os.Signal, log *slog.Logger) {
	patience := time.NewTimer(connectTimeout)
	defer patience.Stop()
	select {
	case <-l.connected:
	case <-asked:
		return
	case <-patience.C:
		log.Error("no host connected", "waited", connectTimeout.String())
		return
	}
	select {
	case <-l.over:
	case <-asked:
	}
}

// exitStatus is 0 where a host came, and 1 where the plugin never served one.
func (l *lifetime) exitStatus() int {
	select {
	case <-l.connected:
		return 0
	default:
		return 1
	}
}

// close closes the stores that are still open, inside the budget. An engine that ignores its context is left behind: the
// process is about to end, and what it did not commit is rolled back when the store is opened again.
func (s *served) close(budget time.Duration, log *slog.Logger) {
	if s.closeAll == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	closed := make(chan error, 1)
	go func() { closed <- s.closeAll(ctx) }()
	select {
	case err := <-closed:
		if err != nil {
			log.Error("cannot close the store", "error", err)
		}
	case <-ctx.Done():
		log.Error("the store did not close in time", "waited", budget.String())
	}
}
