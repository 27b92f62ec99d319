package mpsim

import (
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// Server is the simulator. It is safe for concurrent use; Close it before the
// http.Server that it runs in.
type Server struct {
	config   Config
	projects map[int64]*project
	api      *http.ServeMux
	control  *http.ServeMux
	lexicon  gate
	faults   faultBook
	requests requestLog
	gzips    sync.Pool
	alive    context.Context //nolint:containedctx // ends with Close
	end      context.CancelFunc
}

// New returns a Server, or an error that says what in the config is wrong.
func New(c Config) (*Server, error) {
	if err := c.complete(); err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	s := &Server{config: c, projects: map[int64]*project{}, lexicon: c.Limits.lexicon()}
	for _, p := range c.Projects {
		made, err := newProject(p, c.Limits, c.Clock.Now())
		if err != nil {
			return nil, fmt.Errorf("simulator: %w", err)
		}
		if s.projects[p.ID] != nil {
			return nil, fmt.Errorf("simulator: there are two projects %d", p.ID)
		}
		s.projects[p.ID] = made
	}
	for _, a := range c.Accounts {
		if err := a.validate(s.projects); err != nil {
			return nil, fmt.Errorf("simulator: %w", err)
		}
	}
	s.gzips.New = func() any {
		// The level was checked above, and is all that can be wrong.
		zipper, _ := gzip.NewWriterLevel(nil, c.GzipLevel)
		return zipper
	}
	s.api, s.control = s.apiRoutes(), s.controlRoutes()
	s.alive, s.end = context.WithCancel(context.Background())
	return s, nil
}

// ServeHTTP answers as Mixpanel would, and under /_sim/ to who runs the test:
//
//	POST   /_sim/faults    injects the fault of the JSON body, see [Fault]
//	DELETE /_sim/faults    forgets all faults
//	GET    /_sim/requests  the requests so far, an array of [Request]
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/_sim/") {
		s.control.ServeHTTP(w, r)
		return
	}
	if s.alive.Err() != nil {
		panic(http.ErrAbortHandler)
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.alive, cancel)()
	r = r.WithContext(ctx)

	counted := meter{w, s.requests.add(r, s.config.Clock.Now().UTC())}
	s.faults.wrap(r, s.api, s.config.Clock).ServeHTTP(counted, r)
}

// Close cuts all answers that are still under way, those that a fault stalls
// among them, and every later one. It may be called twice.
func (s *Server) Close() { s.end() }
