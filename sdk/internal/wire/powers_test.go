package wire_test

import (
	"context"
	"testing"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestPowersAreThereOnlyWhereTheyAreDeclared(t *testing.T) {
	both := []storage.Capability{storage.CapabilitySQL, storage.CapabilitySample}
	for name, test := range map[string]struct {
		powers           []storage.Capability
		queries, samples bool
	}{
		"none":        {nil, false, false},
		"sql":         {both[:1], true, false},
		"sample":      {both[1:], false, true},
		"both":        {both, true, true},
		"of tomorrow": {[]storage.Capability{"teleport"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := engineOf(&sink{})
			e.powers = test.powers
			connected := wiretest.Pair{}.Engine(t, e)
			s := open(t, connected)
			_, queries := s.(storage.Querier)
			_, samples := s.(storage.Sampler)
			if queries != test.queries || samples != test.samples {
				t.Errorf("queries %t, samples %t", queries, samples)
			}
			if got := connected.Capabilities(); len(got) != len(test.powers) {
				t.Errorf("capabilities %v, declared %v", got, test.powers)
			}
		})
	}
}

func TestEngineThatDeclaresWhatItLacksIsFoundOutAtOpen(t *testing.T) {
	closed := make(chan struct{})
	e := engineOf(plainSink{closed: closed})
	_, err := wiretest.Pair{}.Engine(t, e).Open(t.Context(), storage.Options{})
	if mperr.CodeOf(err) != "PLUGIN_PROTOCOL" {
		t.Errorf("got %v", err)
	}
	<-closed
}

// plainSink has no optional power.
type plainSink struct {
	storage.Sink

	closed chan struct{}
}

func (p plainSink) Close(context.Context) error {
	close(p.closed)
	return nil
}

func TestCallOfAPowerThatIsNotDeclaredIsRefused(t *testing.T) {
	about := wire.About{Name: "test", Version: "1", Kind: protocol.Storage, Protocol: 1}
	e := engineOf(&sink{})
	e.powers = nil
	conn := wiretest.Pair{}.Conn(t, about, func(server *grpc.Server) { wire.ServeStorage(server, about, e) })
	// A host that believes otherwise.
	believing := about
	believing.Capabilities = []string{"sql", "sample"}
	s := open(t, wire.NewEngine(conn, believing))
	_, errQuery := s.(storage.Querier).Query(t.Context(), storage.Query{})
	_, errSample := s.(storage.Sampler).Sample(t.Context(), "t", 1)
	for _, err := range []error{errQuery, errSample} {
		if mperr.CodeOf(err) != "CAPABILITY_NOT_SUPPORTED" {
			t.Errorf("got %v", err)
		}
	}
}
