package mpsim

import (
	"fmt"
	"net/http"
)

// Pieces sends the body in small chunks, each as soon as it is there, so that
// lines come apart at the borders of what a client reads at once.
type Pieces struct {
	// Bytes is the length of a chunk.
	Bytes int `json:"bytes"`
}

// Answer implements Effect.
func (e Pieces) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, _ Clock) {
	next.ServeHTTP(&pieceWriter{ResponseWriter: w, most: e.Bytes}, r)
}

func (e Pieces) check() error {
	if e.Bytes < 1 {
		return fmt.Errorf("pieces of %d bytes", e.Bytes)
	}
	return nil
}

type pieceWriter struct {
	http.ResponseWriter

	most int
}

// Write implements http.ResponseWriter.
func (w *pieceWriter) Write(p []byte) (int, error) {
	sent := 0
	for sent < len(p) {
		n, err := w.ResponseWriter.Write(p[sent:min(len(p), sent+w.most)])
		if sent += n; err != nil {
			return sent, err
		}
		if err := http.NewResponseController(w.ResponseWriter).Flush(); err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// Unwrap lets http.ResponseController hijack.
func (w *pieceWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
