package mpsim

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Status answers with another status: 429, 500, 502, 503, 401, 403, …
type Status struct {
	Code int `json:"code"`
	// Body is sent as it is; the API's usual error body if empty.
	Body string `json:"body"`
	// RetryAfter is the header of that name, in seconds; left out if zero.
	RetryAfter int `json:"retry_after"`
	// RetryAsDate writes RetryAfter as the date it comes to.
	RetryAsDate bool `json:"retry_as_date"`
}

// Answer implements Effect.
func (e Status) Answer(w http.ResponseWriter, r *http.Request, _ http.Handler, clock Clock) {
	if e.RetryAfter > 0 {
		w.Header().Set("Retry-After", e.retryAfter(clock.Now()))
	}
	if e.Body == "" {
		writeJSON(w, e.Code, envelopeOf(r)(r, http.StatusText(e.Code)))
		return
	}
	w.WriteHeader(e.Code)
	// An error is the client's going away.
	_, _ = w.Write([]byte(e.Body))
}

func (e Status) check() error {
	if e.Code < 200 || e.Code > 599 {
		return fmt.Errorf("%d is not a status to answer with", e.Code)
	}
	return nil
}

func (e Status) retryAfter(now time.Time) string {
	if !e.RetryAsDate {
		return strconv.Itoa(e.RetryAfter)
	}
	return now.Add(time.Duration(e.RetryAfter) * time.Second).UTC().Format(http.TimeFormat)
}

// ErrorObject answers with status 200 and a JSON object whose only key is
// "error", as the API did in old times.
type ErrorObject struct {
	Message string `json:"message"`
}

// Answer implements Effect.
func (e ErrorObject) Answer(w http.ResponseWriter, _ *http.Request, _ http.Handler, _ Clock) {
	writeJSON(w, http.StatusOK, map[string]string{"error": e.Message})
}
