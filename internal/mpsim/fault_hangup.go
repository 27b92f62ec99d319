package mpsim

import "net/http"

// HangUp ends the connection before the answer has begun.
type HangUp struct {
	// Reset resets the connection instead of closing it.
	Reset bool `json:"reset"`
}

// Answer implements Effect.
func (e HangUp) Answer(w http.ResponseWriter, _ *http.Request, _ http.Handler, _ Clock) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if e.Reset {
		reset(conn)
	}
	_ = conn.Close()
}
