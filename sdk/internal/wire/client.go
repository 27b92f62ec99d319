package wire

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Client is what every call of a host passes through: it gives calls a deadline and turns statuses back into errors.
type Client struct {
	// CallTimeout is the deadline of a unary call whose context has none; 0 sets none. Streams are not limited, as they
	// last as long as there are rows.
	CallTimeout time.Duration
	// Explain makes the error for a status that carries none of ours; see [Decode]. It is never nil.
	Explain func(call string, st *status.Status, problem string) error
	// Secrets learns the secrets that pass and removes them from errors.
	Secrets *Redactor
}

// Options are the client's limits and interceptors. They leave calls of go-plugin's own services alone.
func (c Client) Options() []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithDefaultCallOptions(
			grpc.MaxCallRecvMsgSize(protocol.MaxMessage), grpc.MaxCallSendMsgSize(protocol.MaxMessage)),
		grpc.WithMaxHeaderListSize(protocol.MaxHeaderList),
		grpc.WithChainUnaryInterceptor(c.unary),
		grpc.WithChainStreamInterceptor(c.stream),
	}
}

func (c Client) unary(
	ctx context.Context, method string, request, response any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker,
	options ...grpc.CallOption,
) error {
	if !ours(method) {
		return invoke(ctx, method, request, response, conn, options...)
	}
	if err := checkRequest(request); err != nil {
		return err
	}
	c.Secrets.learn(request)
	limited, cancel := c.limit(ctx)
	defer cancel()
	if err := invoke(limited, method, request, response, conn, options...); err != nil {
		return c.decode(ctx, limited, method, err)
	}
	c.Secrets.learn(response)
	return nil
}

func (c Client) stream(
	ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string, open grpc.Streamer,
	options ...grpc.CallOption,
) (grpc.ClientStream, error) {
	stream, err := open(ctx, desc, conn, method, options...)
	if !ours(method) {
		return stream, err
	}
	if err != nil {
		return nil, c.decode(ctx, ctx, method, err)
	}
	return &decodedStream{ClientStream: stream, decode: func(err error) error { return c.decode(ctx, ctx, method, err) }}, nil
}

// limit gives ctx the deadline of a call, unless it has one.
func (c Client) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	if hasDeadline(ctx) || c.CallTimeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, c.CallTimeout+patience(ctx))
}

// decode makes the error of a failed call: the one that the other side sent; the context's own where the caller ended
// the call; what Explain says of everything else. limited is ctx with the deadline that this client added to it. A caller's
// own deadline travels with the call, and the other side may notice first that it has passed.
func (c Client) decode(ctx, limited context.Context, method string, err error) error {
	st, _ := status.FromError(err)
	coded, problem := Decode(st, c.Secrets)
	if !hasDeadline(ctx) && ctx.Err() == nil && isDue(limited) && errors.Is(coded, context.DeadlineExceeded) {
		// The plugin has noticed the deadline that this client set, a moment before gRPC did.
		coded = nil
	}
	switch {
	case coded != nil:
		return coded
	case ctx.Err() != nil && contextCode(st.Code()):
		return mperr.From(ctx.Err())
	case hasDeadline(ctx) && st.Code() == codes.DeadlineExceeded:
		return &mperr.DeadlineExceeded{Cause: err}
	default:
		return c.Explain(callOf(method), st, problem)
	}
}

func hasDeadline(ctx context.Context) bool {
	_, has := ctx.Deadline()
	return has
}

// isDue says that a deadline has passed, or is about to: each process has a timer of its own.
func isDue(ctx context.Context) bool {
	const early = 100 * time.Millisecond
	deadline, has := ctx.Deadline()
	return has && time.Until(deadline) < early
}

func contextCode(code codes.Code) bool {
	return code == codes.Canceled || code == codes.DeadlineExceeded
}

// decodedStream decodes the error that ends a stream. io.EOF stays io.EOF: from RecvMsg it is the regular end, from
// SendMsg it means that RecvMsg has the reason.
type decodedStream struct {
	grpc.ClientStream

	decode func(error) error
}

// SendMsg sends one message.
func (s *decodedStream) SendMsg(message any) error {
	if err := checkRequest(message); err != nil {
		return err
	}
	return s.check(s.ClientStream.SendMsg(message))
}

// RecvMsg receives one message.
func (s *decodedStream) RecvMsg(message any) error { return s.check(s.ClientStream.RecvMsg(message)) }

// CloseSend ends the sending side.
func (s *decodedStream) CloseSend() error { return s.check(s.ClientStream.CloseSend()) }

func (s *decodedStream) check(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return s.decode(err)
}

type patienceKey struct{}

// withPatience lets a call take longer than the client's deadline by the time that the caller asked it to wait.
func withPatience(ctx context.Context, extra time.Duration) context.Context {
	return context.WithValue(ctx, patienceKey{}, extra)
}

func patience(ctx context.Context) time.Duration {
	extra, _ := ctx.Value(patienceKey{}).(time.Duration)
	return max(0, extra)
}
