package wire

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// unitStream is the plugin's end of a WriteUnit call.
type unitStream = grpc.ClientStreamingServer[pb.WriteUnitRequest, pb.WriteUnitResponse]

// WriteUnit, plugin side. The host side is in unit_send.go.
func (s *storageServer) WriteUnit(stream unitStream) error {
	header, err := s.header(stream)
	if err != nil {
		return err
	}
	sink, ctx, release, err := s.stores.use(stream.Context(), header.GetStore())
	if err != nil {
		return err
	}
	defer release()
	leave, err := s.units.take(ctx, header.GetStore()+"/"+header.GetSession()+"/"+header.GetUnit().GetId())
	if err != nil {
		return err
	}
	defer leave()
	rows := &unitRows{unit: header.GetUnit().GetId(), about: s.about, whole: ctx, parts: receive(ctx, stream)}
	if err := rows.open(); err != nil {
		return err
	}
	defer rows.decoder.release()
	report, err := sink.WriteUnit(ctx, header.GetSession(), unitFromProto(header.GetUnit()), rows)
	if err != nil {
		return err
	}
	if !rows.complete() {
		return s.about.broke(callWriteUnit, "it reported a unit as stored before it had read the unit's end")
	}
	return stream.SendAndClose(&pb.WriteUnitResponse{Report: reportToProto(report)})
}

const callWriteUnit = "storage.WriteUnit"

func (s *storageServer) header(stream unitStream) (*pb.UnitHeader, error) {
	first, err := stream.Recv()
	switch {
	case errors.Is(err, io.EOF):
		return nil, &mperr.UnitMismatch{Reason: "the stream ended before its header"}
	case err != nil:
		return nil, hostGone(err)
	case first.GetHeader() == nil:
		return nil, s.about.broke(callWriteUnit, "the host did not begin the unit with its header")
	}
	return first.GetHeader(), nil
}

// part is what one receive gave.
type part struct {
	message *pb.WriteUnitRequest
	err     error
}

// receive reads the stream one message ahead, so that a sink works on one chunk while the next arrives, and so that
// waiting for a chunk ends with the context. The goroutine ends with the stream, at the latest when the call returns.
func receive(ctx context.Context, stream unitStream) <-chan part {
	parts := make(chan part)
	go func() {
		defer close(parts)
		for {
			message, err := stream.Recv()
			select {
			case parts <- part{message, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return parts
}
