package mpsim

import "net/http"

// holdWriter keeps the last bytes of the body back, for good.
type holdWriter struct {
	http.ResponseWriter

	most int
	held []byte
}

// Write implements http.ResponseWriter.
func (w *holdWriter) Write(p []byte) (int, error) {
	w.held = append(w.held, p...)
	over := len(w.held) - w.most
	if over <= 0 {
		return len(p), nil
	}
	if _, err := w.ResponseWriter.Write(w.held[:over]); err != nil {
		return 0, err
	}
	w.held = append(w.held[:0], w.held[over:]...)
	return len(p), nil
}

// Unwrap lets http.ResponseController flush.
func (w *holdWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
