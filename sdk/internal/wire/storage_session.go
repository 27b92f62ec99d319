package wire

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Begin, plugin side.
func (s *storageServer) Begin(ctx context.Context, in *pb.BeginRequest) (*pb.BeginResponse, error) {
	sink, ctx, release, err := s.stores.use(ctx, in.GetStore())
	if err != nil {
		return nil, err
	}
	defer release()
	target, err := targetFromProto(in)
	if err != nil {
		return nil, err
	}
	session, err := sink.Begin(ctx, target)
	if err != nil {
		return nil, err
	}
	return &pb.BeginResponse{Session: session.ID, Durable: list(session.Durable, reportToProto), Columns: list(session.Columns, propertyToProto)}, nil
}

// Begin, host side.
func (s *sink) Begin(ctx context.Context, target storage.Target) (storage.Session, error) {
	out, err := s.client.Begin(ctx, &pb.BeginRequest{
		Store:       s.handle,
		Table:       target.Table,
		Kind:        tableKinds.number(target.Kind),
		Mode:        writeModes.number(target.Mode),
		Fingerprint: target.Fingerprint,
		Metadata:    metadataToProto(target.Metadata),
	})
	if err != nil {
		return storage.Session{}, err
	}
	if out.GetSession() == "" {
		return storage.Session{}, s.about.broke("storage.Begin", "it gave no session")
	}
	return storage.Session{
		ID: out.GetSession(), Durable: list(out.GetDurable(), reportFromProto), Columns: list(out.GetColumns(), propertyFromProto),
	}, nil
}

// targetFromProto refuses a kind or mode that this build does not know, so that no engine has to.
func targetFromProto(in *pb.BeginRequest) (storage.Target, error) {
	target := storage.Target{
		Table:       in.GetTable(),
		Kind:        tableKinds.word(in.GetKind()),
		Mode:        writeModes.word(in.GetMode()),
		Fingerprint: in.GetFingerprint(),
		Metadata:    metadataFromProto(in.GetMetadata()),
	}
	switch {
	case target.Kind == "":
		return target, &mperr.InvalidArgument{
			Argument: "kind", Reason: "not a kind of table that this plugin knows", Allowed: []string{"events", "profiles", "result"},
		}
	case target.Mode == "":
		return target, &mperr.InvalidArgument{
			Argument: "mode", Reason: "not a mode that this plugin knows", Allowed: []string{"create", "append", "replace"},
		}
	}
	return target, nil
}

// Commit, plugin side.
func (s *storageServer) Commit(ctx context.Context, in *pb.CommitRequest) (*pb.CommitResponse, error) {
	sink, ctx, release, err := s.stores.use(ctx, in.GetStore())
	if err != nil {
		return nil, err
	}
	defer release()
	table, err := sink.Commit(ctx, in.GetSession())
	if err != nil {
		return nil, err
	}
	return &pb.CommitResponse{Table: tableToProto(table)}, nil
}

// Commit, host side.
func (s *sink) Commit(ctx context.Context, session string) (storage.Table, error) {
	out, err := s.client.Commit(ctx, &pb.CommitRequest{Store: s.handle, Session: session})
	if err != nil {
		return storage.Table{}, err
	}
	return tableFromProto(out.GetTable()), nil
}

// Abort, plugin side.
func (s *storageServer) Abort(ctx context.Context, in *pb.AbortRequest) (*pb.AbortResponse, error) {
	sink, ctx, release, err := s.stores.use(ctx, in.GetStore())
	if err != nil {
		return nil, err
	}
	defer release()
	if err := sink.Abort(ctx, in.GetSession()); err != nil {
		return nil, err
	}
	return &pb.AbortResponse{}, nil
}

// Abort, host side.
func (s *sink) Abort(ctx context.Context, session string) error {
	_, err := s.client.Abort(ctx, &pb.AbortRequest{Store: s.handle, Session: session})
	return err
}
