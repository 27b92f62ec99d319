package dial

import (
	"context"
	"log/slog"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Shared is an open store that its process lets others read.
type Shared struct {
	// Sink is the store. It stays the caller's, who closes it after the sharing.
	Sink storage.Sink
	// Plugin is the plugin behind it, for errors.
	Plugin Info
	// Locked is the error for calls that would change the store; it says who holds it.
	Locked error
	// Over is the error for calls that Close cuts off.
	Over error
	// Patience is how long rows may wait for a reader that takes none, as an answer under way may keep an engine from tidying
	// up; Unread is the error with which such an answer ends. 0 waits for ever.
	Patience time.Duration
	Unread   error
	// Log gets the stack of a panic; nil drops it.
	Log *slog.Logger
}

// Sharing is a store that others read; [Share] makes one. It is safe for concurrent use.
type Sharing struct {
	shared Shared
	server *grpc.Server
	// ended is done when calls under way are to come back.
	ended context.Context //nolint:containedctx // the sharing's own, on which its calls' contexts hang
	end   context.CancelFunc
	// served is closed when nothing is accepted any more.
	served chan struct{}
}

// Share lets whoever connects to the listener read an open store with [Join]: the calls of [storage.Catalog], and those of
// [storage.Querier], [storage.Sampler] and [storage.Analyzer] where the sink has them, in the protocol of the plugins. Who
// may connect is the listener's part. What would change the store is refused, SQL included. The sharing lasts until Close, which also closes
// the listener.
func Share(listener net.Listener, shared Shared) *Sharing {
	if shared.Log == nil {
		shared.Log = slog.New(slog.DiscardHandler)
	}
	engine := readersEngine{shared}
	about := wire.About{
		Name: shared.Plugin.Name, Version: shared.Plugin.Version, SDK: shared.Plugin.SDK,
		Kind: protocol.Storage, Capabilities: wire.EngineCapabilities(engine),
	}
	s := &Sharing{shared: shared, served: make(chan struct{})}
	s.ended, s.end = context.WithCancel(context.Background())
	s.server = grpc.NewServer(append(wire.Server{About: about, Secrets: wire.NewRedactor(), Log: shared.Log}.Options(),
		grpc.ChainUnaryInterceptor(s.unary), grpc.ChainStreamInterceptor(s.stream), grpc.WaitForHandlers(true),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: joinPing / 2, PermitWithoutStream: true}))...)
	wire.ServeStorage(s.server, about, engine)
	go func() {
		defer close(s.served)
		_ = s.server.Serve(listener) // its error says that the listener is closed
	}()
	return s
}

// cutGrace is how long a call that was told to end may take to say so to whoever waits for it.
const cutGrace = 250 * time.Millisecond

// Close ends the sharing: nobody comes in any more, and calls under way get the grace to end. Those that do not are cut
// off with [Shared].Over, never with a short answer. Afterwards nobody uses the sink.
func (s *Sharing) Close(grace time.Duration) {
	idle := make(chan struct{})
	go func() { // ends at the latest with Stop
		defer close(idle)
		s.server.GracefulStop()
	}()
	if !within(idle, grace) {
		s.end()
		if !within(idle, cutGrace) {
			s.server.Stop()
		}
	}
	<-idle
	<-s.served
	s.end()
}

func within(done <-chan struct{}, limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}
