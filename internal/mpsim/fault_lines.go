package mpsim

import (
	"fmt"
	"io"
	"net/http"
)

// Malformed puts a line that is not JSON among those of the body. No line of
// the real ones is missing.
type Malformed struct {
	// Line is the line's number, from 1; it comes last if the body is shorter.
	Line int `json:"line"`
	// Text is the line; the beginning of an event if empty.
	Text string `json:"text"`
}

// Answer implements Effect.
func (e Malformed) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, _ Clock) {
	text := or(e.Text, `{"event":"Broken","properties":{"time":17672`)
	next.ServeHTTP(w, damage(r, func(to io.WriteCloser) io.WriteCloser {
		return &lineWriter{to: to, left: e.Line - 1, text: text + "\n"}
	}))
}

func (e Malformed) check() error {
	if e.Line < 1 {
		return fmt.Errorf("malformed line number %d; lines count from 1", e.Line)
	}
	return nil
}

// TerminatedEarly ends the body after some lines with one that is not JSON, as
// Mixpanel does when an export fails half-way.
type TerminatedEarly struct {
	// After is the number of lines before.
	After int `json:"after"`
	// Text is the line; "terminated early" if empty.
	Text string `json:"text"`
}

// Answer implements Effect.
func (e TerminatedEarly) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, _ Clock) {
	text := or(e.Text, "terminated early")
	next.ServeHTTP(w, damage(r, func(to io.WriteCloser) io.WriteCloser {
		return &lineWriter{to: to, left: e.After, text: text + "\n", last: true}
	}))
}

func (e TerminatedEarly) check() error {
	if e.After < 0 {
		return fmt.Errorf("terminated early after %d lines", e.After)
	}
	return nil
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}
