package mpsim

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// failure is an answer other than 200. Endpoints return it as an error.
type failure struct {
	status  int
	message string
	header  http.Header // beside the usual ones
	plain   bool        // the body is the bare message
}

func (f *failure) Error() string { return fmt.Sprintf("%d: %s", f.status, f.message) }

// badRequest is the failure of a parameter.
func badRequest(format string, args ...any) error {
	return &failure{status: http.StatusBadRequest, message: fmt.Sprintf(format, args...)}
}

// writeFailure sends what an endpoint failed with.
func writeFailure(w http.ResponseWriter, r *http.Request, err error) {
	var failed *failure
	if !errors.As(err, &failed) {
		failed = &failure{status: http.StatusInternalServerError, message: err.Error()}
	}
	failed.write(w, r)
}

// write sends the failure in the envelope of the API that was called.
func (f *failure) write(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), f.header)
	if f.plain {
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(f.status)
		fmt.Fprint(w, f.message)
		return
	}
	writeJSON(w, f.status, envelopeOf(r)(r, f.message))
}

// requestEnvelope is how the query and export APIs put an error.
func requestEnvelope(r *http.Request, message string) any {
	return struct {
		Request string `json:"request"`
		Error   string `json:"error"`
	}{r.URL.RequestURI(), message}
}

// statusEnvelope is how the app API puts an error.
func statusEnvelope(_ *http.Request, message string) any {
	return struct {
		Status string `json:"status"`
		Error  string `json:"error"`
	}{"error", message}
}

// envelopeOf returns the envelope of the API that the request is for.
func envelopeOf(r *http.Request) func(*http.Request, string) any {
	if strings.HasPrefix(r.URL.Path, "/api/app/") {
		return statusEnvelope
	}
	return requestEnvelope
}

// writeJSON sends a body that is too small to be compressed. Its error is the
// client's going away, about which there is nothing to do.
func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body) //nolint:errchkjson // see above
}
