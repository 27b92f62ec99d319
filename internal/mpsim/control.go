package mpsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// kinds are the effects by their names in JSON.
var kinds = map[string]func([]byte) (Effect, error){
	"status":           decodeEffect[Status],
	"error_object":     decodeEffect[ErrorObject],
	"hang_up":          decodeEffect[HangUp],
	"cut":              decodeEffect[Cut],
	"slow":             decodeEffect[Slow],
	"stall":            decodeEffect[Stall],
	"malformed":        decodeEffect[Malformed],
	"terminated_early": decodeEffect[TerminatedEarly],
	"pieces":           decodeEffect[Pieces],
	"members":          decodeEffect[Members],
	"old_days":         decodeEffect[OldDays],
	"behind":           decodeEffect[Behind],
	"forget_session":   decodeEffect[ForgetSession],
	"overloaded":       decodeEffect[Overloaded],
}

// UnmarshalJSON reads a fault as POST /_sim/faults takes it:
//
//	{"path":"/api/2.0/export","query":"from_date=2026-01-05","skip":0,"times":1,
//	 "kind":"status","with":{"code":429,"retry_after":3}}
//
// Kinds are those of the table kinds; "with" has the fields of the Effect, whose
// types say what they mean: [Status], [ErrorObject], [HangUp], [Cut], [Slow],
// [Stall], [Malformed], [TerminatedEarly], [Pieces], [Members], [OldDays],
// [Behind], [ForgetSession] and [Overloaded].
func (f *Fault) UnmarshalJSON(text []byte) error {
	var wire struct {
		Path  string          `json:"path"`
		Query string          `json:"query"`
		Skip  int             `json:"skip"`
		Times int             `json:"times"`
		Kind  string          `json:"kind"`
		With  json.RawMessage `json:"with"`
	}
	if err := strictly(text, &wire); err != nil {
		return err
	}
	decode, ok := kinds[wire.Kind]
	if !ok {
		return fmt.Errorf("there is no kind of fault %q", wire.Kind)
	}
	if wire.With == nil {
		wire.With = json.RawMessage("{}")
	}
	effect, err := decode(wire.With)
	if err != nil {
		return fmt.Errorf("fault %q: %w", wire.Kind, err)
	}
	*f = Fault{Path: wire.Path, Query: wire.Query, Skip: wire.Skip, Times: wire.Times, Effect: effect}
	return nil
}

func decodeEffect[E Effect](text []byte) (Effect, error) {
	var effect E
	err := strictly(text, &effect)
	return effect, err
}

// strictly decodes JSON and refuses fields that do not exist.
func strictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func (s *Server) controlRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /_sim/faults", s.postFault)
	mux.HandleFunc("DELETE /_sim/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /_sim/requests", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, s.Requests())
	})
	return mux
}

// mostFault bounds the body that a fault is read from.
const mostFault = 1 << 20

func (s *Server) postFault(w http.ResponseWriter, r *http.Request) {
	var fault Fault
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostFault))
	if err == nil {
		err = json.Unmarshal(text, &fault)
	}
	if err == nil {
		err = s.Inject(fault)
	}
	if err != nil {
		writeJSON(w, http.StatusBadRequest, statusEnvelope(r, err.Error()))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
