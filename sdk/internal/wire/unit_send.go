package wire

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// rollBackGrace is how long the host waits for a plugin to roll back a unit that broke off, before it cuts the stream. A
// repeated unit then never meets the remains of its first try.
const rollBackGrace = 10 * time.Second

// WriteUnit, host side. The plugin side is in unit_receive.go.
//
// The rows are sent as fast as the plugin takes them: HTTP/2's window bounds what is in flight, so memory does not grow
// with the unit.
func (s *sink) WriteUnit(
	ctx context.Context, session string, unit storage.Unit, rows storage.Rows,
) (storage.UnitReport, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := s.client.WriteUnit(ctx)
	if err != nil {
		return storage.UnitReport{}, err
	}
	header := &pb.UnitHeader{Store: s.handle, Session: session, Unit: unitToProto(unit)}
	answer, unanswered := await(ctx, stream)
	failed := sendUnit(unanswered, stream, header, rows)
	if failed != nil && !errors.Is(failed, errStreamEnded) && !answer.came() {
		return storage.UnitReport{}, breakOff(stream, cancel, answer, failed)
	}
	<-answer.done
	if answer.err != nil {
		return storage.UnitReport{}, answer.err
	}
	return s.report(unit, answer.response, failed)
}

// report checks an answer that says success.
func (s *sink) report(unit storage.Unit, response *pb.WriteUnitResponse, failed error) (storage.UnitReport, error) {
	switch {
	case failed != nil:
		return storage.UnitReport{}, s.about.broke(callWriteUnit, "it reported the unit as stored before the unit was sent")
	case response.GetReport() == nil:
		return storage.UnitReport{}, s.about.broke(callWriteUnit, "it gave no report of the unit")
	}
	report := reportFromProto(response.GetReport())
	if report.Unit.ID != unit.ID {
		return storage.UnitReport{}, s.about.broke(callWriteUnit, "it gave the report of another unit")
	}
	return report, nil
}

// breakOff ends a unit that the host cannot complete: the stream ends without a footer, and the plugin says when it has
// rolled back. The rows' own error is the one to report, whatever the plugin says to an incomplete unit.
func breakOff(stream unitSender, cancel context.CancelFunc, answer *answer, cause error) error {
	cut := time.AfterFunc(rollBackGrace, cancel)
	defer cut.Stop()
	if stream.CloseSend() != nil {
		cancel()
	}
	<-answer.done
	return cause
}

// unitSender is the host's end of a WriteUnit call.
type unitSender = grpc.ClientStreamingClient[pb.WriteUnitRequest, pb.WriteUnitResponse]

// answer is the plugin's answer to a unit, which may come before the unit is sent: the disk is full, the session is gone.
type answer struct {
	done     chan struct{}
	response *pb.WriteUnitResponse
	err      error
}

// await receives the answer beside the sending. The context ends when the answer is there, so that nobody waits for rows
// that nobody will take. The goroutine ends with the stream, which ends with ctx.
func await(ctx context.Context, stream unitSender) (*answer, context.Context) {
	unanswered, end := context.WithCancel(ctx)
	a := &answer{done: make(chan struct{}), response: new(pb.WriteUnitResponse)}
	go func() {
		// In this order: whoever is woken by the end of the context finds the answer there.
		defer end()
		defer close(a.done)
		a.err = stream.RecvMsg(a.response)
	}()
	return a, unanswered
}

// came says whether the answer is there.
func (a *answer) came() bool {
	select {
	case <-a.done:
		return true
	default:
		return false
	}
}

// errStreamEnded means that the plugin has ended the stream; its answer says why.
var errStreamEnded = errors.New("the plugin ended the stream")

// sendUnit sends header, rows and footer. Its error is that of the rows, or errStreamEnded.
func sendUnit(ctx context.Context, stream unitSender, header *pb.UnitHeader, rows storage.Rows) error {
	send := func(message *pb.WriteUnitRequest) error {
		if err := stream.Send(message); !errors.Is(err, io.EOF) {
			return err
		}
		return errStreamEnded
	}
	if err := send(&pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Header{Header: header}}); err != nil {
		return err
	}
	if err := sendRows(ctx, rows, func(data []byte) error {
		return send(&pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Rows{Rows: &pb.RowChunk{Data: data}}})
	}); err != nil {
		return err
	}
	// Up to here the plugin rolls back. With the footer the unit is the plugin's: a context that ends later may leave it
	// stored or not, and Begin tells which.
	if err := ctx.Err(); err != nil {
		return err
	}
	footer := footerToProto(rows.Footer())
	if err := send(&pb.WriteUnitRequest{Part: &pb.WriteUnitRequest_Footer{Footer: footer}}); err != nil {
		return err
	}
	return stream.CloseSend()
}

func sendRows(ctx context.Context, rows storage.Rows, send func(data []byte) error) error {
	encoder, err := newChunkEncoder(rows.Schema(), send)
	if err != nil {
		return err
	}
	defer encoder.release()
	for {
		batch, err := rows.Next(ctx)
		if isEnd(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := encoder.write(batch); err != nil {
			return err
		}
	}
}

// isEnd says whether a stream of batches is at its end. An error that wraps io.EOF is none: a body that was cut short
// must not pass as a whole one.
func isEnd(err error) bool {
	return err == io.EOF
}
