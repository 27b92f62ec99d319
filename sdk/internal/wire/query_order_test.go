package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

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
