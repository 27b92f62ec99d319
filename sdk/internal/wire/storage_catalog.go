package wire

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Tables, plugin side.
func (s *storageServer) Tables(ctx context.Context, in *pb.TablesRequest) (*pb.TablesResponse, error) {
	sink, ctx, release, err := s.stores.use(ctx, in.GetStore())
	if err != nil {
		return nil, err
	}
	defer release()
	tables, err := sink.Tables(ctx)
	if err != nil {
		return nil, err
	}
	return &pb.TablesResponse{Tables: list(tables, tableToProto)}, nil
}

// Tables, host side.
func (s *sink) Tables(ctx context.Context) ([]storage.Table, error) {
	out, err := s.client.Tables(ctx, &pb.TablesRequest{Store: s.handle})
	if err != nil {
		return nil, err
	}
	return list(out.GetTables(), tableFromProto), nil
}

// Describe, plugin side.
func (s *storageServer) Describe(
	ctx context.Context, in *pb.StorageServiceDescribeRequest,
) (*pb.StorageServiceDescribeResponse, error) {
	sink, ctx, release, err := s.stores.use(ctx, in.GetStore())
	if err != nil {
		return nil, err
	}
	defer release()
	columns, err := sink.Describe(ctx, in.GetTable())
	if err != nil {
		return nil, err
	}
	return &pb.StorageServiceDescribeResponse{Columns: list(columns, columnToProto)}, nil
}

// Describe, host side.
func (s *sink) Describe(ctx context.Context, table string) ([]storage.Column, error) {
	out, err := s.client.Describe(ctx, &pb.StorageServiceDescribeRequest{Store: s.handle, Table: table})
	if err != nil {
		return nil, err
	}
	return list(out.GetColumns(), columnFromProto), nil
}

// Coverage, plugin side.
func (s *storageServer) Coverage(ctx context.Context, in *pb.CoverageRequest) (*pb.CoverageResponse, error) {
	sink, ctx, release, err := s.stores.use(ctx, in.GetStore())
	if err != nil {
		return nil, err
	}
	defer release()
	days, err := sink.Coverage(ctx, in.GetTable())
	if err != nil {
		return nil, err
	}
	return &pb.CoverageResponse{Days: list(days, dayToProto)}, nil
}

// Coverage, host side.
func (s *sink) Coverage(ctx context.Context, table string) ([]storage.Day, error) {
	out, err := s.client.Coverage(ctx, &pb.CoverageRequest{Store: s.handle, Table: table})
	if err != nil {
		return nil, err
	}
	return list(out.GetDays(), dayFromProto), nil
}

// Drop, plugin side.
func (s *storageServer) Drop(ctx context.Context, in *pb.DropRequest) (*pb.DropResponse, error) {
	sink, ctx, release, err := s.stores.use(ctx, in.GetStore())
	if err != nil {
		return nil, err
	}
	defer release()
	if err := sink.Drop(ctx, in.GetTable()); err != nil {
		return nil, err
	}
	return &pb.DropResponse{}, nil
}

// Drop, host side.
func (s *sink) Drop(ctx context.Context, table string) error {
	_, err := s.client.Drop(ctx, &pb.DropRequest{Store: s.handle, Table: table})
	return err
}
