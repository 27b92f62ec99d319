package mpsim

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Stall stops in the middle of the body, the connection staying open.
type Stall struct {
	// After is the number of bytes of the body sent before.
	After int64 `json:"after"`
	// For is how long it takes until the rest comes; for ever if zero, that is
	// until the client gives up or the Server is closed.
	For Pause `json:"for"`
}

// Answer implements Effect.
func (e Stall) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, clock Clock) {
	next.ServeHTTP(&stallWriter{ResponseWriter: w, ctx: r.Context(), stall: e, clock: clock, left: e.After}, r)
}

func (e Stall) check() error {
	if e.After < 0 || e.For < 0 {
		return fmt.Errorf("a stall after %d bytes for %v", e.After, time.Duration(e.For))
	}
	return nil
}

type stallWriter struct {
	http.ResponseWriter

	ctx   context.Context //nolint:containedctx // the request's, as Write has none
	stall Stall
	clock Clock
	left  int64 // bytes before the stall, -1 when it is over
}

// Write implements http.ResponseWriter.
func (w *stallWriter) Write(p []byte) (int, error) {
	if w.left < 0 || int64(len(p)) <= w.left {
		n, err := w.ResponseWriter.Write(p)
		if w.left >= 0 {
			w.left -= int64(n)
		}
		return n, err
	}
	sent, err := w.ResponseWriter.Write(p[:w.left])
	if err == nil {
		err = http.NewResponseController(w.ResponseWriter).Flush()
	}
	if err != nil {
		return sent, err
	}
	w.left = -1
	w.wait()
	n, err := w.ResponseWriter.Write(p[sent:])
	return sent + n, err
}

func (w *stallWriter) wait() {
	if w.stall.For == 0 {
		<-w.ctx.Done()
		panic(http.ErrAbortHandler)
	}
	if w.clock.Sleep(w.ctx, time.Duration(w.stall.For)) != nil {
		panic(http.ErrAbortHandler)
	}
}

// Unwrap lets http.ResponseController hijack.
func (w *stallWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
