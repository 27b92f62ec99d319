package mixpanel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
)

// stream is the decompressed body of a success. It reports io.EOF only where the end is proven: by a chunk of length
// zero, a Content-Length that is reached, HTTP/2's end of stream or gzip's checksum and length.
type stream struct {
	request  *http.Request
	response *http.Response
	watch    *watch
	ticket   Ticket
	plain    io.Reader
	// provable says that the transport can tell the end of the body from a cut.
	provable bool
	err      error
}

// open sends a call and gives the body of its success. The stream's owner closes it.
func (c *Client) open(ctx context.Context, call call) (*stream, *failure) {
	ticket, err := c.take(ctx, call)
	if err != nil {
		return nil, &failure{err: err}
	}
	opened, failed := c.send(ctx, call, ticket)
	if failed != nil {
		// Where the request was refused or not sent, the ticket knows already.
		ticket.Done()
		return nil, failed
	}
	opened.ticket = ticket
	return opened, nil
}

func (c *Client) send(ctx context.Context, call call, ticket Ticket) (*stream, *failure) {
	ctx, cancel := context.WithCancelCause(ctx)
	watch := newWatch(c.config.AnswerTimeout, cancel)
	request, err := c.request(ctx, call)
	if err != nil {
		watch.stop()
		return nil, &failure{err: err}
	}
	response, err := c.http.Do(request)
	if err != nil {
		if isUnsent(err) {
			ticket.Unsent()
		}
		failed := c.unreachable(ctx, request, err)
		watch.stop()
		return nil, failed
	}
	if response.StatusCode != http.StatusOK {
		defer watch.stop()
		defer response.Body.Close()
		watch.begin(c.config.IdleTimeout)
		failed := c.refusal(request, response)
		if response.StatusCode == http.StatusTooManyRequests {
			ticket.Refused(response.Header, failed.after)
		}
		return nil, failed
	}
	watch.pause()
	return newStream(request, response, watch, c.config.IdleTimeout), nil
}

func newStream(request *http.Request, response *http.Response, watch *watch, idle time.Duration) *stream {
	s := &stream{request: request, response: response, watch: watch}
	wire := &fedReader{from: response.Body, watch: watch, idle: idle}
	s.plain = wire
	s.provable = response.ContentLength >= 0 || len(response.TransferEncoding) > 0 || response.ProtoMajor > 1
	if isGzip(response.Header) {
		s.plain = &gunzip{from: wire}
		s.provable = true
	}
	return s
}

// Read gives the next bytes. The error is io.EOF, the context's, errStalled or one that says how the body broke.
func (s *stream) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.plain.Read(p)
	if err != nil {
		s.err = s.endOf(err)
	}
	return n, s.err
}

func (s *stream) endOf(err error) error {
	ctx := s.request.Context()
	switch {
	case err == io.EOF && !s.provable:
		return errors.New("the answer tells neither its length nor its end, so that a cut cannot be seen")
	case err == io.EOF:
		return io.EOF
	case errors.Is(context.Cause(ctx), errStalled):
		return context.Cause(ctx)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return err
}

// Close ends the request; a body that was not read to its end takes its connection with it.
func (s *stream) Close() error {
	s.ticket.Done()
	s.watch.stop()
	return s.response.Body.Close()
}

// gunzip opens the gzip stream at the first read, so that opening a request does not wait for its body.
type gunzip struct {
	from io.Reader
	zip  *gzip.Reader
}

func (g *gunzip) Read(p []byte) (int, error) {
	if g.zip == nil {
		zip, err := gzip.NewReader(g.from)
		if err == io.EOF {
			// Not even a gzip header: an empty body would have come uncompressed.
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, err
		}
		g.zip = zip
	}
	return g.zip.Read(p)
}

// fedReader is watched while it reads and only then: how long the reader of the body takes between two reads is its own
// affair, as a store may make it wait.
type fedReader struct {
	from  io.Reader
	watch *watch
	idle  time.Duration
}

func (f *fedReader) Read(p []byte) (int, error) {
	f.watch.begin(f.idle)
	defer f.watch.pause()
	return f.from.Read(p)
}

// watch cancels a request that starves.
type watch struct {
	timer  *time.Timer
	span   atomic.Int64
	cancel context.CancelCauseFunc
}

// newWatch makes a watch that has begun.
func newWatch(span time.Duration, cancel context.CancelCauseFunc) *watch {
	w := &watch{cancel: cancel}
	w.span.Store(int64(span))
	w.timer = time.AfterFunc(span, func() {
		cancel(fmt.Errorf("%w: no byte arrived for %s", errStalled, time.Duration(w.span.Load())))
	})
	return w
}

// begin lets the request starve for a span.
func (w *watch) begin(span time.Duration) {
	w.span.Store(int64(span))
	w.timer.Reset(span)
}

func (w *watch) pause() { w.timer.Stop() }

// stop ends the watch and the request.
func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}
