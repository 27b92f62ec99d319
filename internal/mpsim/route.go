package mpsim

import (
	"net/http"
	"slices"
)

// family is a group of endpoints that share their limits: it gives a project's
// gate to them.
type family func(*project) *gate

func exportAPI(p *project) *gate { return &p.export }

func queryAPI(p *project) *gate { return &p.query }

// call is a request to a project, let in and counted.
type call struct {
	*http.Request

	project *project
	params  params
}

// endpoint answers a call, or returns a *failure having sent nothing.
type endpoint func(http.ResponseWriter, call) error

func (s *Server) apiRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/api/2.0/export", s.serve(exportAPI, s.export))
	s.reportRoutes(mux)
	s.objectRoutes(mux)
	mux.HandleFunc("/api/app/me", s.me)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeFailure(w, r, &failure{status: http.StatusNotFound, message: "there is nothing at " + r.URL.Path})
	})
	return mux
}

// handleQuery mounts an endpoint of the query API under both of its prefixes.
func (s *Server) handleQuery(mux *http.ServeMux, path string, e endpoint) {
	handler := s.serve(queryAPI, e)
	mux.Handle("/api/query/"+path, handler)
	mux.Handle("/api/2.0/"+path, handler)
}

// serve lets requests in that are signed, permitted, and within limits.
func (s *Server) serve(f family, e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := s.admit(f, e, w, r)
		if err != nil && r.Context().Err() != nil {
			panic(http.ErrAbortHandler) // nobody is there, or the Server is closed
		}
		if err != nil {
			writeFailure(w, r, err)
		}
	})
}

func (s *Server) admit(f family, e endpoint, w http.ResponseWriter, r *http.Request) error {
	if err := allow(r, http.MethodGet, http.MethodPost); err != nil {
		return err
	}
	account, err := s.account(r)
	if err != nil {
		return err
	}
	c := call{Request: r}
	if c.params, err = readParams(w, r); err != nil {
		return err
	}
	if c.project, err = s.permit(account, c.params); err != nil {
		return err
	}
	release, err := f(c.project).enter(c.project.ID, s.config.Clock.Now(), isFree(c))
	if err != nil {
		return err
	}
	defer release()
	return e(w, c)
}

// allow fails for other methods than the given ones.
func allow(r *http.Request, methods ...string) error {
	if slices.Contains(methods, r.Method) {
		return nil
	}
	return &failure{status: http.StatusMethodNotAllowed, message: "method " + r.Method + " is not allowed"}
}
