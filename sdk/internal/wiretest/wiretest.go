// Package wiretest joins the two halves of the wire inside one process: a real gRPC connection over memory, with the
// limits and interceptors that a host and a plugin have. What passes here passes between two processes.
package wiretest

import (
	"context"
	"log/slog"
	"net"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// ForeignError is a status that carried no error of ours.
type ForeignError struct {
	Call    string
	Status  *status.Status
	Problem string
}

// Error names the call and the status.
func (f *ForeignError) Error() string { return f.Call + ": " + f.Status.String() + ": " + f.Problem }

// Pair is a plugin and the host's connection to it. The zero value of the fields before Conn works.
type Pair struct {
	// Client is what the host sets; Explain gives a [ForeignError] where it is nil.
	Client wire.Client
	// Log takes the plugin's log; nil discards it.
	Log *slog.Logger
	// Secrets are the plugin's; nil makes some.
	Secrets *wire.Redactor
}

// Provider is provider at the other end of a connection.
func (p Pair) Provider(tb testing.TB, provider credential.Provider) credential.Provider {
	tb.Helper()
	about := wire.About{
		Name: "test", Version: "1", Kind: protocol.Credential, Protocol: protocol.Version,
		Capabilities: wire.ProviderCapabilities(provider),
	}
	conn := p.Conn(tb, about, func(server *grpc.Server) { wire.ServeCredential(server, about, provider) })
	return wire.NewProvider(conn, p.describe(tb, conn, protocol.Credential))
}

// Engine is engine at the other end of a connection.
func (p Pair) Engine(tb testing.TB, engine storage.Engine) storage.Engine {
	tb.Helper()
	about := wire.About{
		Name: "test", Version: "1", Kind: protocol.Storage, Protocol: protocol.Version,
		Capabilities: wire.EngineCapabilities(engine),
	}
	conn := p.Conn(tb, about, func(server *grpc.Server) { wire.ServeStorage(server, about, engine) })
	return wire.NewEngine(conn, p.describe(tb, conn, protocol.Storage))
}

// Conn is a connection to a server with the services that register adds. Both end with the test.
func (p Pair) Conn(tb testing.TB, about wire.About, register func(*grpc.Server)) *grpc.ClientConn {
	tb.Helper()
	half := wire.Server{About: about, Secrets: p.Secrets, Log: p.Log}
	if half.Secrets == nil {
		half.Secrets = wire.NewRedactor()
	}
	if half.Log == nil {
		half.Log = slog.New(slog.DiscardHandler)
	}
	server := grpc.NewServer(half.Options()...)
	register(server)
	return p.dial(tb, server)
}

// Bare is a connection to a server without the plugin's half: one that was written in another language, or badly.
func (p Pair) Bare(tb testing.TB, register func(*grpc.Server)) *grpc.ClientConn {
	tb.Helper()
	server := grpc.NewServer()
	register(server)
	return p.dial(tb, server)
}

func (p Pair) describe(tb testing.TB, conn *grpc.ClientConn, kind protocol.Kind) wire.About {
	tb.Helper()
	described, err := wire.Describe(tb.Context(), conn, kind)
	if err != nil {
		tb.Fatalf("describe: %v", err)
	}
	return described
}

func (p Pair) dial(tb testing.TB, server *grpc.Server) *grpc.ClientConn {
	tb.Helper()
	listener := bufconn.Listen(1 << 20)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	client := p.Client
	if client.Explain == nil {
		client.Explain = func(call string, st *status.Status, problem string) error {
			return &ForeignError{Call: call, Status: st, Problem: problem}
		}
	}
	options := append(client.Options(),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	conn, err := grpc.NewClient("passthrough:memory", options...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = conn.Close()
		server.Stop()
		if err := <-served; err != nil {
			tb.Errorf("serve: %v", err)
		}
	})
	return conn
}
