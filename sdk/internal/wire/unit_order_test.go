package wire_test

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// rawUnit sends what messages say, as a host in another language might.
func rawUnit(t *testing.T, s storage.Sink, parts ...*pb.WriteUnitRequest) error {
	t.Helper()
	about := wire.About{Name: "test", Version: "1", Kind: protocol.Storage, Protocol: 1}
	conn := wiretest.Pair{}.Conn(t, about, func(server *grpc.Server) {
		e := engineOf(s)
		e.powers = nil
		wire.ServeStorage(server, about, e)
	})
	client := pb.NewStorageServiceClient(conn)
	opened, err := client.Open(t.Context(), &pb.OpenRequest{Location: "x"})
	if err != nil {
		t.Fatal(err)
	}
	stream, err := client.WriteUnit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		if header := part.GetHeader(); header != nil && header.GetStore() == "" {
			header.Store = opened.GetStore()
		}
		if err := stream.Send(part); err != nil {
			break // CloseAndRecv has the reason
		}
	}
	_, err = stream.CloseAndRecv()
	return err
}

func header() *pb.WriteUnitRequest {
	return &pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Header{Header: &pb.UnitHeader{Session: "s", Unit: &pb.Unit{Id: "u"}}}}
}

func chunk(data []byte) *pb.WriteUnitRequest {
	return &pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Rows{Rows: &pb.RowChunk{Data: data}}}
}

func footer(rows int64) *pb.WriteUnitRequest {
	return &pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Footer{Footer: &pb.Footer{Rows: rows}}}
}

func TestHostThatBreaksTheOrderIsRefused(t *testing.T) {
	data := encoded(t, numberedBatches(2))
	for name, test := range map[string]struct {
		parts []*pb.WriteUnitRequest
		code  mperr.Code
	}{
		"nothing at all":       {nil, "UNIT_MISMATCH"},
		"rows first":           {[]*pb.WriteUnitRequest{chunk(data), footer(20)}, "PLUGIN_PROTOCOL"},
		"footer first":         {[]*pb.WriteUnitRequest{footer(0)}, "PLUGIN_PROTOCOL"},
		"header alone":         {[]*pb.WriteUnitRequest{header()}, "UNIT_MISMATCH"},
		"no rows, no schema":   {[]*pb.WriteUnitRequest{header(), footer(0)}, "PLUGIN_PROTOCOL"},
		"no footer":            {[]*pb.WriteUnitRequest{header(), chunk(data)}, "UNIT_MISMATCH"},
		"two footers":          {[]*pb.WriteUnitRequest{header(), chunk(data), footer(20), footer(20)}, "UNIT_MISMATCH"},
		"rows after footer":    {[]*pb.WriteUnitRequest{header(), chunk(data), footer(20), chunk(data)}, "UNIT_MISMATCH"},
		"two headers":          {[]*pb.WriteUnitRequest{header(), header(), chunk(data), footer(20)}, "PLUGIN_PROTOCOL"},
		"an empty part":        {[]*pb.WriteUnitRequest{header(), {}, chunk(data), footer(20)}, "PLUGIN_PROTOCOL"},
		"an empty chunk":       {[]*pb.WriteUnitRequest{header(), chunk(nil), chunk(data), footer(20)}, "PLUGIN_PROTOCOL"},
		"footer in a message":  {[]*pb.WriteUnitRequest{header(), chunk(data[:len(data)-9]), footer(20)}, "PLUGIN_PROTOCOL"},
		"garbage":              {[]*pb.WriteUnitRequest{header(), chunk([]byte("SELECT 1")), footer(0)}, "PLUGIN_PROTOCOL"},
		"a store that is none": {[]*pb.WriteUnitRequest{elsewhere(), chunk(data), footer(20)}, "STORAGE_FAILED"},
		"a message too long":   {[]*pb.WriteUnitRequest{header(), chunk(make([]byte, protocol.MaxChunk+1))}, "PLUGIN_PROTOCOL"},
	} {
		t.Run(name, func(t *testing.T) {
			s, k := keeping()
			err := rawUnit(t, s, test.parts...)
			if code := mperr.CodeOf(err); code != test.code {
				t.Errorf("got %s: %v, want %s", code, err, test.code)
			}
			if k.err == nil && k.unit.ID != "" {
				t.Error("the sink took it for a whole unit")
			}
		})
	}
}

func elsewhere() *pb.WriteUnitRequest {
	out := header()
	out.GetHeader().Store = "store-99"
	return out
}

// encoded is the stream of rows, by way of a query that gives them.
func encoded(t *testing.T, rows *batches) []byte {
	t.Helper()
	about := wire.About{Name: "test", Version: "1", Kind: protocol.Storage, Protocol: 1, Capabilities: []string{"sql"}}
	s := &sink{query: func(context.Context, storage.Query) (storage.Reader, error) { return rows, nil }}
	conn := wiretest.Pair{}.Conn(t, about, func(server *grpc.Server) { wire.ServeStorage(server, about, engineOf(s)) })
	client := pb.NewStorageServiceClient(conn)
	opened, err := client.Open(t.Context(), &pb.OpenRequest{})
	if err != nil {
		t.Fatal(err)
	}
	stream, err := client.Query(t.Context(), &pb.QueryRequest{Store: opened.GetStore()})
	if err != nil {
		t.Fatal(err)
	}
	var data []byte
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return data
		}
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, message.GetRows().GetData()...)
	}
}

func TestUnitCancelledBeforeItsFooterIsNeverWhole(t *testing.T) {
	for range 50 {
		s, k := keeping()
		ctx, cancel := context.WithCancel(t.Context())
		rows := &gated{batches: numberedBatches(3), before: func(given int) error {
			if given == 2 {
				cancel() // and go on, as rows that do not look at their context do
			}
			return nil
		}}
		opened := open(t, wiretest.Pair{}.Engine(t, engineOf(s)))
		if _, err := opened.WriteUnit(ctx, "s", week, rows); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		if err := opened.Close(t.Context()); err != nil { // waits for the sink
			t.Fatal(err)
		}
		if k.unit.ID != "" && k.err == nil {
			t.Fatal("the sink read a whole unit")
		}
	}
}

func TestRepeatedUnitWaitsForTheEndOfItsFirstTry(t *testing.T) {
	var inside atomic.Int32
	rollBack := make(chan struct{})
	first := make(chan struct{})
	s := &sink{writeUnit: func(ctx context.Context, _ string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		if inside.Add(1) > 1 {
			return storage.UnitReport{}, errors.New("two tries at once")
		}
		defer inside.Add(-1)
		if u.Filter == "first" {
			close(first)
			<-ctx.Done()
			<-rollBack
			return storage.UnitReport{}, ctx.Err()
		}
		_, err := drain(ctx, rows)
		return storage.UnitReport{Unit: u}, err
	}}
	opened := open(t, wiretest.Pair{}.Engine(t, engineOf(s)))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-first; cancel() }()
	try := week
	try.Filter = "first"
	if _, err := opened.WriteUnit(ctx, "s", try, &waiting{batches: numberedBatches(1)}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	second := make(chan error, 1)
	go func() { _, err := opened.WriteUnit(t.Context(), "s", week, numberedBatches(3)); second <- err }()
	// A third try whose caller gives up while it waits.
	gaveUp, cancelThird := context.WithCancel(t.Context())
	cancelThird()
	if _, err := opened.WriteUnit(gaveUp, "s", week, numberedBatches(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(rollBack)
	if err := <-second; err != nil {
		t.Error(err)
	}
}
