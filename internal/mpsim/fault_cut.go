package mpsim

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
)

// CutHow is how an answer ends too early.
type CutHow string

const (
	// CutDrop closes the connection in the middle of a chunk.
	CutDrop CutHow = "drop"
	// CutHead closes the connection in the middle of the line that tells the
	// length of a chunk.
	CutHead CutHow = "head"
	// CutBetween closes the connection behind a chunk: only the one of length
	// zero, which ends the body, is missing.
	CutBetween CutHow = "between"
	// CutLength announces a length in the header instead of sending chunks, and
	// closes the connection short of it.
	CutLength CutHow = "length"
	// CutReset resets the connection; bytes under way may be lost as well.
	CutReset CutHow = "reset"
	// CutClean ends the response properly, as a proxy does that gives up on its
	// upstream: only what the body says of itself tells that it is too short.
	CutClean CutHow = "clean"
)

// Cut ends the answer after a number of bytes of the body, counted as sent, that
// is compressed where it is. A body that is shorter arrives whole, but its end
// is cut off all the same.
type Cut struct {
	After int64 `json:"after"`
	// BeforeEnd, if not zero, cuts so many bytes off the body's end instead: 1 … 8
	// of them are in the trailer of a compressed one.
	BeforeEnd int    `json:"before_end"`
	How       CutHow `json:"how"` // CutDrop if empty
}

// Answer implements Effect.
func (e Cut) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, _ Clock) {
	if e.How == CutLength {
		w.Header().Set("Content-Length", strconv.FormatInt(e.After+1, 10))
	}
	next.ServeHTTP(e.shortened(w), r)
	if e.How == CutClean {
		return
	}
	controller := http.NewResponseController(w)
	// What fails here is a connection that is closed already.
	_ = controller.Flush()
	if e.How == CutLength {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := controller.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 cannot be hijacked, but cut
	}
	e.hangUp(conn)
}

func (e Cut) shortened(w http.ResponseWriter) http.ResponseWriter {
	if e.BeforeEnd > 0 {
		return &holdWriter{ResponseWriter: w, most: e.BeforeEnd}
	}
	return &cutWriter{ResponseWriter: w, left: e.After}
}

// hangUp ends a connection behind a whole chunk.
func (e Cut) hangUp(conn net.Conn) {
	switch e.How {
	case CutReset:
		reset(conn)
	case CutHead:
		_, _ = conn.Write([]byte("ff"))
	case CutBetween:
	default:
		_, _ = conn.Write([]byte("ffff\r\n")) // the head of a chunk that never comes
	}
	_ = conn.Close()
}

// reset has the connection end with a reset rather than a proper end.
func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

func (e Cut) check() error {
	hows := []CutHow{"", CutDrop, CutHead, CutBetween, CutLength, CutReset, CutClean}
	switch {
	case e.After < 0 || !slices.Contains(hows, e.How):
		return fmt.Errorf("a cut after %d bytes by %q", e.After, e.How)
	case e.BeforeEnd < 0 || e.BeforeEnd > 0 && (e.After > 0 || e.How == CutLength):
		return fmt.Errorf("a cut %d bytes before the end, by %q after %d bytes", e.BeforeEnd, e.How, e.After)
	}
	return nil
}

var errCut = errors.New("the answer was cut")

// cutWriter lets so many bytes of the body through and refuses the rest.
type cutWriter struct {
	http.ResponseWriter

	left int64
}

// Write implements http.ResponseWriter.
func (w *cutWriter) Write(p []byte) (int, error) {
	short := int64(len(p)) > w.left
	if short {
		p = p[:w.left]
	}
	n, err := w.ResponseWriter.Write(p)
	w.left -= int64(n)
	if err == nil && short {
		err = errCut
	}
	return n, err
}

// Unwrap lets http.ResponseController flush.
func (w *cutWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
