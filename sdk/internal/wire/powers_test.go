package wire_test

import (
	"context"
	"slices"
	"testing"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/powers"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestPowersAreThereOnlyWhereTheyAreDeclared(t *testing.T) {
	all := powers.Methods
	for name, declared := range map[string][]storage.Capability{
		"none": nil, "sql": all[:1], "sample": all[1:2], "analyze": all[2:], "sql and sample": all[:2], "all": all,
		"of tomorrow": {"teleport"},
	} {
		t.Run(name, func(t *testing.T) {
			e := engineOf(&sink{})
			e.powers = declared
			connected := wiretest.Pair{}.Engine(t, e)
			has := powers.Of(open(t, connected)).Capabilities()
			for _, power := range all {
				if slices.Contains(declared, power) != slices.Contains(has, power) {
					t.Errorf("%s is declared in %v and is there in %v", power, declared, has)
				}
			}
			if got := connected.Capabilities(); len(got) != len(declared) {
				t.Errorf("capabilities %v, declared %v", got, declared)
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
	believing.Capabilities = []string{"sql", "sample", "analyze"}
	s := open(t, wire.NewEngine(conn, believing))
	_, errQuery := s.(storage.Querier).Query(t.Context(), storage.Query{})
	_, errSample := s.(storage.Sampler).Sample(t.Context(), "t", 1)
	_, errAnalyze := s.(storage.Analyzer).Analyze(t.Context(), storage.Keys{Table: "t"})
	for _, err := range []error{errQuery, errSample, errAnalyze} {
		if mperr.CodeOf(err) != "CAPABILITY_NOT_SUPPORTED" {
			t.Errorf("got %v", err)
		}
	}
}
