package mpsim

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
)

// CutHow is how an answer ends too early.
type CutHow string

const (
	// CutDrop closes the connection in the middle of a chunk.
	CutDrop CutHow = "drop"
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
	After int64  `json:"after"`
	How   CutHow `json:"how"` // CutDrop if empty
}

// Answer implements Effect.
func (e Cut) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, _ Clock) {
	next.ServeHTTP(&cutWriter{ResponseWriter: w, left: e.After}, r)
	if e.How == CutClean {
		return
	}
	controller := http.NewResponseController(w)
	// What fails here is a connection that is closed already.
	_ = controller.Flush()
	conn, _, err := controller.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 cannot be hijacked, but cut
	}
	if tcp, ok := conn.(*net.TCPConn); ok && e.How == CutReset {
		_ = tcp.SetLinger(0)
	} else {
		_, _ = conn.Write([]byte("ffff\r\n")) // the head of a chunk that never comes
	}
	_ = conn.Close()
}

func (e Cut) check() error {
	if e.After < 0 || !slices.Contains([]CutHow{"", CutDrop, CutReset, CutClean}, e.How) {
		return fmt.Errorf("a cut after %d bytes by %q", e.After, e.How)
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
