package mpsim

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Pause is a duration that JSON writes as Go does: "1.5s".
type Pause time.Duration

// MarshalText implements encoding.TextMarshaler.
func (p Pause) MarshalText() ([]byte, error) { return []byte(time.Duration(p).String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Pause) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	*p = Pause(d)
	return err
}

// Slow answers late and slowly.
type Slow struct {
	// FirstByte is the pause before anything is sent, the status included.
	FirstByte Pause `json:"first_byte"`
	// BytesPerSecond is the pace of the body; unlimited if zero.
	BytesPerSecond int `json:"bytes_per_second"`
}

// Answer implements Effect.
func (e Slow) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, clock Clock) {
	if clock.Sleep(r.Context(), time.Duration(e.FirstByte)) != nil {
		panic(http.ErrAbortHandler)
	}
	if e.BytesPerSecond > 0 {
		w = &slowWriter{ResponseWriter: w, ctx: r.Context(), pace: e.BytesPerSecond, clock: clock}
	}
	next.ServeHTTP(w, r)
}

func (e Slow) check() error {
	if e.FirstByte < 0 || e.BytesPerSecond < 0 {
		return fmt.Errorf("a pause of %v and %d bytes per second", time.Duration(e.FirstByte), e.BytesPerSecond)
	}
	return nil
}

type slowWriter struct {
	http.ResponseWriter

	ctx   context.Context //nolint:containedctx // the request's, as Write has none
	pace  int             // bytes per second
	clock Clock
}

// Write implements http.ResponseWriter. It sends a tenth of a second's bytes at
// a time.
func (w *slowWriter) Write(p []byte) (int, error) {
	sent := 0
	for sent < len(p) {
		piece := p[sent:min(len(p), sent+max(1, w.pace/10))]
		n, err := w.ResponseWriter.Write(piece)
		if sent += n; err != nil {
			return sent, err
		}
		if err := http.NewResponseController(w.ResponseWriter).Flush(); err != nil {
			return sent, err
		}
		if w.clock.Sleep(w.ctx, time.Duration(n)*time.Second/time.Duration(w.pace)) != nil {
			panic(http.ErrAbortHandler)
		}
	}
	return sent, nil
}

// Unwrap lets http.ResponseController hijack.
func (w *slowWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
