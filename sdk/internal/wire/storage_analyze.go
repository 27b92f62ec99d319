package wire

import (
	"context"
	"errors"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Analyze, plugin side.
func (s *storageServer) Analyze(in *pb.AnalyzeRequest, stream grpc.ServerStreamingServer[pb.AnalyzeResponse]) error {
	sink, ctx, release, err := s.stores.use(stream.Context(), in.GetStore())
	if err != nil {
		return err
	}
	defer release()
	power, ok := sink.(storage.Analyzer)
	if !ok || !s.about.has(string(storage.CapabilityAnalyze)) {
		return s.about.unsupported(string(storage.CapabilityAnalyze))
	}
	question := questionFromProto(in)
	if question == nil {
		return storage.UnknownQuestion(in.GetName())
	}
	if err := question.Check(); err != nil {
		return err
	}
	reader, err := power.Analyze(ctx, question)
	if err != nil {
		return err
	}
	return answerRows(ctx, reader, func(rows *pb.RowChunk, end *pb.RowsEnd) error {
		if end != nil {
			return stream.Send(&pb.AnalyzeResponse{Part: &pb.AnalyzeResponse_End{End: end}})
		}
		return stream.Send(&pb.AnalyzeResponse{Part: &pb.AnalyzeResponse_Rows{Rows: rows}})
	})
}

// Analyze, host side. An answer with other columns than the question's is the plugin's fault.
func (a analyzer) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	if err := question.Check(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	stream, err := a.client.Analyze(ctx, questionToProto(a.handle, question))
	if err != nil {
		cancel()
		return nil, err
	}
	const call = "storage.Analyze"
	reader, err := newReader(a.about, call, cancel, func() (rowsPart, error) { return stream.Recv() })
	if err != nil {
		return nil, a.named(err)
	}
	if err := storage.CheckAnswer(question, reader.Schema()); err != nil {
		_ = reader.Close() // what it holds is of no use
		return nil, a.about.broke(call, err.Error())
	}
	return reader, nil
}

// named says which plugin does not answer a question, as the plugin's author need not.
func (a analyzer) named(err error) error {
	if unknown, ok := errors.AsType[*mperr.CapabilityNotSupported](err); ok && unknown.Plugin == "" {
		return &mperr.CapabilityNotSupported{
			Plugin: protocol.Binary(a.about.Kind, a.about.Name), Capability: unknown.Capability, Fix: unknown.Fix,
		}
	}
	return err
}
