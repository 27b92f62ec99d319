package dial

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// joinPing is how often a reader asks whether the process that shares the store still answers, and how long that may take.
const joinPing = 10 * time.Second

// Joined is a store that another process shares. It is closed by whoever joined.
type Joined struct {
	// Sink is the store: what would change it is refused with the error that the other process chose. It has the optional
	// powers that the store has there.
	Sink storage.Sink
	// Plugin is the plugin behind it, in the other process.
	Plugin Info

	conn *grpc.ClientConn
}

// Join opens the store that the process at the other end of a connection gives to [Share]. The connection becomes Join's.
// The context bounds the joining alone and should have a deadline. Where the other process ends, or stops for twenty
// seconds, calls fail with what cfg.Explain makes of it.
func Join(ctx context.Context, conn net.Conn, cfg Config) (*Joined, error) {
	var taken atomic.Bool
	once := func(context.Context, string) (net.Conn, error) {
		if taken.Swap(true) {
			// Another process may be at that address by now.
			return nil, errors.New("the connection is used up")
		}
		return conn, nil
	}
	client, err := grpc.NewClient("passthrough:shared", append(Options(cfg),
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithContextDialer(once),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: joinPing, Timeout: joinPing, PermitWithoutStream: true}))...)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	joined, err := join(ctx, client)
	if err == nil {
		return joined, nil
	}
	_ = client.Close()
	if !taken.Swap(true) {
		_ = conn.Close() // nobody has used it
	}
	return nil, err
}

func join(ctx context.Context, client *grpc.ClientConn) (*Joined, error) {
	about, err := wire.Describe(ctx, client, protocol.Storage)
	if err != nil {
		return nil, err
	}
	sink, err := wire.NewEngine(client, about).Open(ctx, storage.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	return &Joined{Sink: sink, Plugin: (&Plugin{about: about}).Info(), conn: client}, nil
}

// Gone says that the other process has ended, or is closing the store: it takes no further calls. An answer under way may
// still come to its end, which Close would cut; after that there is nothing left but to close and, where need be, to open
// the store or to join it anew.
func (j *Joined) Gone() bool { return j.conn.GetState() != connectivity.Ready }

// Close leaves the store, which stays open where it is, in a second at most. Answers under way end with an error.
func (j *Joined) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = j.Sink.Close(ctx) // tells the other process, which notices the end of the connection too
	return j.conn.Close()
}
