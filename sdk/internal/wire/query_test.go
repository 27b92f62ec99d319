package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// answering is an opened sink whose queries and samples give a reader.
func answering(t *testing.T, answer func(context.Context) (storage.Reader, error)) storage.Sink {
	t.Helper()
	return open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{
		query:  func(ctx context.Context, _ storage.Query) (storage.Reader, error) { return answer(ctx) },
		sample: func(ctx context.Context, _ string, _ int) (storage.Reader, error) { return answer(ctx) },
	})))
}

func TestQueryArrivesAsItWasAsked(t *testing.T) {
	var asked storage.Query
	s := open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{query: func(_ context.Context, q storage.Query) (storage.Reader, error) {
		asked = q
		return numberedBatches(1), nil
	}})))
	want := storage.Query{SQL: "SELECT $a", Params: map[string]string{"a": "1", "b": "ü"}, Limit: 9, Write: true}
	reader, err := s.(storage.Querier).Query(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
	if !reader.Schema().Equal(numbers) {
		t.Errorf("schema %v", reader.Schema())
	}
}

func TestAnswerArrivesWholeAndItsReaderIsClosed(t *testing.T) {
	rows := numberedBatches(300)
	rows.closed = make(chan struct{})
	s := answering(t, func(context.Context) (storage.Reader, error) { return rows, nil })
	reader, err := s.(storage.Sampler).Sample(t.Context(), "t", 3000)
	if err != nil {
		t.Fatal(err)
	}
	got, err := drain(t.Context(), reader)
	if err != nil || len(got) != 3000 || got[2999] != 2999 {
		t.Errorf("%d numbers, %v", len(got), err)
	}
	<-rows.closed
	for range 2 {
		if _, err := reader.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("Next after the end: %v", err)
		}
		if err := reader.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

func TestErrorOfAStatementIsTheErrorOfTheCall(t *testing.T) {
	s := answering(t, func(context.Context) (storage.Reader, error) {
		return nil, &mperr.QueryFailed{Message: "syntax error at SELEKT", Position: 1}
	})
	if _, err := s.(storage.Querier).Query(t.Context(), storage.Query{}); mperr.CodeOf(err) != "QUERY_FAILED" {
		t.Errorf("got %v", err)
	}
}

// watched is an endless reader that says how it ended.
type watched struct {
	endless

	ended  chan error
	closed chan struct{}
}

func (w *watched) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := w.endless.Next(ctx)
	if err != nil {
		w.ended <- err
	}
	return batch, err
}

func (w *watched) Close() error {
	close(w.closed)
	return nil
}

func newWatched() *watched { return &watched{ended: make(chan error, 1), closed: make(chan struct{})} }

func TestClosingEarlyStopsThePlugin(t *testing.T) {
	w := newWatched()
	s := answering(t, func(context.Context) (storage.Reader, error) { return w, nil })
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	<-w.closed
	if _, err := reader.Next(t.Context()); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("Next after an early close: %v; a part must not pass as the whole", err)
	}
}

func TestContextOfNextEndsTheAnswer(t *testing.T) {
	started := make(chan struct{})
	closed := make(chan struct{})
	s := answering(t, func(context.Context) (storage.Reader, error) {
		return &stuck{batches: batches{schema: numbers, closed: closed}, started: started}, nil
	})
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	if _, err := reader.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-closed
}

// stuck has no batch before its context ends.
type stuck struct {
	batches

	started chan struct{}
}

func (s *stuck) Next(ctx context.Context) (arrow.RecordBatch, error) {
	close(s.started)
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestContextOfQueryEndsTheAnswer(t *testing.T) {
	w := newWatched()
	s := answering(t, func(context.Context) (storage.Reader, error) { return w, nil })
	ctx, cancel := context.WithCancel(t.Context())
	reader, err := s.(storage.Querier).Query(ctx, storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := drain(t.Context(), reader); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-w.closed
}

func TestPluginNeverRunsFarAheadOfTheReader(t *testing.T) {
	w := newWatched()
	s := answering(t, func(context.Context) (storage.Reader, error) { return w, nil })
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for consumed := range int64(120) {
		if _, err := reader.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		if ahead := w.produced.Load() - consumed; ahead > 64 {
			t.Fatalf("the plugin is %d batches ahead", ahead)
		}
	}
	_ = reader.Close()
	<-w.closed
}

func TestReaderThatPanicsFailsTheAnswerAndNotThePlugin(t *testing.T) {
	s := answering(t, func(context.Context) (storage.Reader, error) { return &panicking{}, nil })
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err == nil {
		_, err = reader.Next(t.Context())
	}
	if mperr.CodeOf(err) != "PLUGIN_CRASHED" {
		t.Errorf("got %v", err)
	}
	if _, err := s.(storage.Sampler).Sample(t.Context(), "t", 1<<40); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("got %v", err)
	}
}

type panicking struct{ batches }

func (*panicking) Schema() *arrow.Schema { return numbers }

func (*panicking) Next(context.Context) (arrow.RecordBatch, error) { panic("no batch for you") }

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

// liar is a storage plugin in another language that answers queries with given messages.
type liar struct {
	pb.UnimplementedStorageServiceServer

	parts []*pb.QueryResponse
}

func (liar) Open(context.Context, *pb.OpenRequest) (*pb.OpenResponse, error) {
	return &pb.OpenResponse{Store: "s"}, nil
}

func (l liar) Query(_ *pb.QueryRequest, stream grpc.ServerStreamingServer[pb.QueryResponse]) error {
	for _, part := range l.parts {
		if err := stream.Send(part); err != nil {
			return err
		}
	}
	return nil
}

func TestPluginThatBreaksTheOrderOfAnAnswerIsRefused(t *testing.T) {
	data := encoded(t, numberedBatches(2))
	rows := func(data []byte) *pb.QueryResponse {
		return &pb.QueryResponse{Part: &pb.QueryResponse_Rows{Rows: &pb.RowChunk{Data: data}}}
	}
	end := func(n int64) *pb.QueryResponse {
		return &pb.QueryResponse{Part: &pb.QueryResponse_End{End: &pb.RowsEnd{Rows: n}}}
	}
	for name, parts := range map[string][]*pb.QueryResponse{
		"nothing":            nil,
		"an end alone":       {end(0)},
		"no end":             {rows(data)},
		"another count":      {rows(data), end(19)},
		"rows after the end": {rows(data), end(20), rows(data)},
		"two ends":           {rows(data), end(20), end(20)},
		"an empty part":      {rows(data), {}, end(20)},
		"an empty chunk":     {rows(nil), rows(data), end(20)},
		"half a message":     {rows(data[:len(data)-1]), end(20)},
		"garbage":            {rows([]byte("<html>")), end(0)},
	} {
		t.Run(name, func(t *testing.T) {
			conn := wiretest.Pair{}.Bare(t, func(server *grpc.Server) { pb.RegisterStorageServiceServer(server, liar{parts: parts}) })
			about := wire.About{Name: "liar", Version: "1", Kind: protocol.Storage, Capabilities: []string{"sql"}, Protocol: 1}
			reader, err := open(t, wire.NewEngine(conn, about)).(storage.Querier).Query(t.Context(), storage.Query{})
			if err == nil {
				_, err = drain(t.Context(), reader)
			}
			var broke *mperr.PluginProtocol
			if !errors.As(err, &broke) || broke.Plugin != "mp-storage-liar" || broke.Call != "storage.Query" {
				t.Errorf("got %T %v", err, err)
			}
		})
	}
}

func TestAnswerCutByTheTransportIsNoWholeAnswer(t *testing.T) {
	rows := numberedBatches(2)
	rows.end = fmt.Errorf("read page: %w", io.EOF)
	s := answering(t, func(context.Context) (storage.Reader, error) { return rows, nil })
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := drain(t.Context(), reader); mperr.CodeOf(err) != "UNKNOWN_ERROR" {
		t.Errorf("got %v", err)
	}
}
