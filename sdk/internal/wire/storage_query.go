package wire

import (
	"context"
	"fmt"
	"maps"
	"strconv"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Query, plugin side.
func (s *storageServer) Query(in *pb.QueryRequest, stream grpc.ServerStreamingServer[pb.QueryResponse]) error {
	sink, ctx, release, err := s.stores.use(stream.Context(), in.GetStore())
	if err != nil {
		return err
	}
	defer release()
	power, ok := sink.(storage.Querier)
	if !ok || !s.about.has(string(storage.CapabilitySQL)) {
		return s.about.unsupported(string(storage.CapabilitySQL))
	}
	reader, err := power.Query(ctx, storage.Query{
		SQL:    in.GetSql(),
		Params: maps.Clone(in.GetParams()),
		Limit:  in.GetLimit(),
		Write:  in.GetWrite(),
	})
	if err != nil {
		return err
	}
	return answerRows(ctx, reader, func(rows *pb.RowChunk, end *pb.RowsEnd) error {
		if end != nil {
			return stream.Send(&pb.QueryResponse{Part: &pb.QueryResponse_End{End: end}})
		}
		return stream.Send(&pb.QueryResponse{Part: &pb.QueryResponse_Rows{Rows: rows}})
	})
}

// Query, host side.
func (q querier) Query(ctx context.Context, query storage.Query) (storage.Reader, error) {
	ctx, cancel := context.WithCancel(ctx)
	stream, err := q.client.Query(ctx, &pb.QueryRequest{
		Store: q.handle, Sql: query.SQL, Params: query.Params, Limit: query.Limit, Write: query.Write,
	})
	if err != nil {
		cancel()
		return nil, err
	}
	return newReader(q.about, "storage.Query", cancel, func() (rowsPart, error) { return stream.Recv() })
}

// Sample, plugin side.
func (s *storageServer) Sample(in *pb.SampleRequest, stream grpc.ServerStreamingServer[pb.SampleResponse]) error {
	sink, ctx, release, err := s.stores.use(stream.Context(), in.GetStore())
	if err != nil {
		return err
	}
	defer release()
	power, ok := sink.(storage.Sampler)
	if !ok || !s.about.has(string(storage.CapabilitySample)) {
		return s.about.unsupported(string(storage.CapabilitySample))
	}
	n, err := countOf(in.GetRows())
	if err != nil {
		return err
	}
	reader, err := power.Sample(ctx, in.GetTable(), n)
	if err != nil {
		return err
	}
	return answerRows(ctx, reader, func(rows *pb.RowChunk, end *pb.RowsEnd) error {
		if end != nil {
			return stream.Send(&pb.SampleResponse{Part: &pb.SampleResponse_End{End: end}})
		}
		return stream.Send(&pb.SampleResponse{Part: &pb.SampleResponse_Rows{Rows: rows}})
	})
}

// Sample, host side.
func (s sampler) Sample(ctx context.Context, table string, n int) (storage.Reader, error) {
	ctx, cancel := context.WithCancel(ctx)
	stream, err := s.client.Sample(ctx, &pb.SampleRequest{Store: s.handle, Table: table, Rows: int64(n)})
	if err != nil {
		cancel()
		return nil, err
	}
	return newReader(s.about, "storage.Sample", cancel, func() (rowsPart, error) { return stream.Recv() })
}

// countOf keeps a number of rows inside an int of any platform.
func countOf(rows int64) (int, error) {
	const most = 1<<31 - 1
	if rows > most {
		return 0, &mperr.InvalidArgument{
			Argument: argumentRows, Value: strconv.FormatInt(rows, 10), Reason: fmt.Sprintf("a sample has at most %d rows", most),
		}
	}
	return int(rows), nil
}
