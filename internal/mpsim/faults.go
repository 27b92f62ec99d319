package mpsim

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Fault makes something go wrong with certain requests.
type Fault struct {
	// Path is what the path of the request begins with; empty for any path.
	Path string
	// Query are parameters that the query string or the form must have, among
	// others, such as "from_date=2026-01-05&event=..."; empty for any.
	Query string
	// Skip is how many matching requests are answered well before the first
	// that is not.
	Skip int
	// Times is how many matching requests go wrong, one after another, before
	// the fault is over: 1 if zero, all if negative.
	Times int
	// Effect is what goes wrong.
	Effect Effect
}

// Effect is a way for a request to go wrong. Effects are values that do not
// change: several requests may meet one at once.
type Effect interface {
	// Answer answers the request in place of next, or by calling next with a
	// changed writer or request. The request's context ends when the client is
	// gone or the Server closed. An answer that cannot be finished must panic
	// with http.ErrAbortHandler, lest it look complete.
	Answer(w http.ResponseWriter, r *http.Request, next http.Handler, clock Clock)
}

// checked is an Effect some of whose values make no sense.
type checked interface{ check() error }

// Inject arms a fault. Faults count requests independently of one another; a
// request that several apply to meets all of them, the oldest outermost. The
// error is a fault that makes no sense.
func (s *Server) Inject(f Fault) error {
	if f.Effect == nil || f.Skip < 0 {
		return errors.New("simulator: a fault needs an effect, and skip must not be negative")
	}
	if e, ok := f.Effect.(checked); ok {
		if err := e.check(); err != nil {
			return fmt.Errorf("simulator: fault: %w", err)
		}
	}
	query, err := url.ParseQuery(f.Query)
	if err != nil {
		return fmt.Errorf("simulator: query of the fault: %w", err)
	}
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.armed = append(s.faults.armed, &armed{Fault: f, query: query})
	return nil
}

// ClearFaults forgets all faults. Answers under way keep theirs.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.armed = nil
}

// faultBook holds the faults that are not over.
type faultBook struct {
	mu    sync.Mutex
	armed []*armed
}

type armed struct {
	Fault

	query url.Values
	seen  int // matching requests so far
}

// wrap puts the effects that the request meets around the handler.
func (b *faultBook) wrap(r *http.Request, handler http.Handler, clock Clock) http.Handler {
	for _, effect := range slices.Backward(b.meet(r)) {
		next := handler
		handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			effect.Answer(w, r, next, clock)
		})
	}
	return handler
}

// meet counts the request and returns the effects of the faults that apply.
func (b *faultBook) meet(r *http.Request) []Effect {
	sent := b.parameters(r)
	b.mu.Lock()
	defer b.mu.Unlock()
	var effects []Effect
	for _, f := range b.armed {
		if !f.matches(r.URL.Path, sent) {
			continue
		}
		if f.seen++; f.seen > f.Skip {
			effects = append(effects, f.Effect)
		}
	}
	b.armed = slices.DeleteFunc(b.armed, (*armed).over)
	return effects
}

// parameters are those that faults look at: of the query string, and of the form
// if one of the faults looks at any.
func (b *faultBook) parameters(r *http.Request) url.Values {
	b.mu.Lock()
	looks := slices.ContainsFunc(b.armed, func(f *armed) bool { return len(f.query) > 0 })
	b.mu.Unlock()
	if !looks || r.ParseForm() != nil {
		return r.URL.Query()
	}
	return r.Form
}

func (f *armed) matches(path string, sent url.Values) bool {
	if !strings.HasPrefix(path, f.Path) {
		return false
	}
	for name, values := range f.query {
		if !slices.Equal(sent[name], values) {
			return false
		}
	}
	return true
}

func (f *armed) over() bool { return f.Times > 0 && f.seen >= f.Skip+f.Times }
