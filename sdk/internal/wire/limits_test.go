package wire_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// oversized is a plugin in another language that knows no limits.
type oversized struct {
	pb.UnimplementedStorageServiceServer

	data []byte
	more chan struct{}
}

func (o oversized) Open(context.Context, *pb.OpenRequest) (*pb.OpenResponse, error) {
	return &pb.OpenResponse{Store: "s"}, nil
}

// Info answers with more than a message may hold.
func (o oversized) Info(context.Context, *pb.InfoRequest) (*pb.InfoResponse, error) {
	return &pb.InfoResponse{Location: strings.Repeat("x", protocol.MaxMessage)}, nil
}

// Drop ends with more trailers than a call may have.
func (o oversized) Drop(ctx context.Context, _ *pb.DropRequest) (*pb.DropResponse, error) {
	err := grpc.SetTrailer(ctx, metadata.Pairs("long", strings.Repeat("x", 1<<20)))
	return &pb.DropResponse{}, err
}

// Query sends one half of the rows, and the other when it is told to.
func (o oversized) Query(_ *pb.QueryRequest, stream grpc.ServerStreamingServer[pb.QueryResponse]) error {
	for i, part := range [][]byte{o.data[:len(o.data)/2], o.data[len(o.data)/2:]} {
		if i == 1 {
			<-o.more
		}
		if err := stream.Send(&pb.QueryResponse{Part: &pb.QueryResponse_Rows{Rows: &pb.RowChunk{Data: part}}}); err != nil {
			return err
		}
	}
	return stream.Send(&pb.QueryResponse{Part: &pb.QueryResponse_End{End: &pb.RowsEnd{Rows: 20}}})
}

func TestOversizedAnswersFailTheirCallAndNoOther(t *testing.T) {
	plugin := oversized{data: encoded(t, numberedBatches(2)), more: make(chan struct{})}
	conn := wiretest.Pair{}.Bare(t, func(server *grpc.Server) { pb.RegisterStorageServiceServer(server, plugin) })
	about := wire.About{Name: "big", Version: "1", Kind: protocol.Storage, Capabilities: []string{"sql"}, Protocol: 1}
	s := open(t, wire.NewEngine(conn, about))
	reader, err := s.(storage.Querier).Query(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Info(t.Context())
	var foreign *wiretest.ForeignError
	if !errors.As(err, &foreign) || foreign.Status.Code() != codes.ResourceExhausted {
		t.Errorf("a long answer: %v", err)
	}
	if err := s.Drop(t.Context(), "t"); !errors.As(err, &foreign) {
		t.Errorf("long trailers: %v", err)
	}
	close(plugin.more)
	if got, err := drain(t.Context(), reader); err != nil || len(got) != 20 {
		t.Errorf("the query beside them: %d rows, %v", len(got), err)
	}
}

func TestRequestBeyondTheLimitIsTheCallersMistake(t *testing.T) {
	s := open(t, wiretest.Pair{}.Engine(t, engineOf(&sink{})))
	long := strings.Repeat("x", protocol.MaxMessage)
	_, errQuery := s.(storage.Querier).Query(t.Context(), storage.Query{SQL: long})
	asked := wiretest.Pair{}.Provider(t, &keeper{})
	_, errResolve := asked.Resolve(t.Context(), credential.Request{Account: long})
	for _, err := range []error{errQuery, errResolve} {
		if mperr.CodeOf(err) != "INVALID_ARGUMENT" {
			t.Errorf("got %.200v", err)
		}
	}
}
