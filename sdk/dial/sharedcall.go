package dial

import (
	"context"
	"time"

	"google.golang.org/grpc"
)

// lasting is ctx as long as the sharing lasts.
func (s *Sharing) lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.ended, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// outcome is the error of a call: where the sharing has ended meanwhile, that is the reason of any other.
func (s *Sharing) outcome(err error) error {
	if err != nil && s.ended.Err() != nil {
		return s.shared.Over
	}
	return err
}

func (s *Sharing) unary(ctx context.Context, request any, _ *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
	ctx, cancel := s.lasting(ctx)
	defer cancel()
	response, err := handle(ctx, request)
	return response, s.outcome(err)
}

func (s *Sharing) stream(server any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	ctx, cancel := s.lasting(stream.Context())
	defer cancel()
	call := &sharedStream{ServerStream: stream, sharing: s, ctx: ctx}
	err := handle(server, call)
	if call.unread {
		err = s.shared.Unread
	}
	return s.outcome(err)
}

// sharedStream is a stream that ends with the sharing, and when its reader takes nothing.
type sharedStream struct {
	grpc.ServerStream

	sharing *Sharing
	ctx     context.Context //nolint:containedctx // a stream has one
	// unread says that the reader has used up the patience with it.
	unread bool
}

// Context is the stream's own.
func (s *sharedStream) Context() context.Context { return s.ctx }

// SendMsg sends one message. gRPC lets nobody give up a message that waits for its reader, so the call gives up instead,
// which ends the waiting.
func (s *sharedStream) SendMsg(message any) error {
	var encoded grpc.PreparedMsg
	if err := encoded.Encode(s.ServerStream, message); err != nil {
		return err
	}
	sent := make(chan error, 1)
	go func() { sent <- s.ServerStream.SendMsg(&encoded) }() // ends at the latest with the call
	var impatient <-chan time.Time
	if s.sharing.shared.Patience > 0 {
		timer := time.NewTimer(s.sharing.shared.Patience)
		defer timer.Stop()
		impatient = timer.C
	}
	select {
	case err := <-sent:
		return err
	case <-s.ctx.Done():
		return s.ctx.Err()
	case <-impatient:
		s.unread = true
		return context.DeadlineExceeded
	}
}
