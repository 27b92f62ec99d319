package mpsim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// appCall is a request to the app API about a project, let in.
type appCall struct {
	*http.Request

	project *project
	role    Role
	params  params
}

// appEndpoint is a GET of the app API below /api/app/projects/{project}/.
type appEndpoint struct {
	// answer answers a call, or returns a *failure having sent nothing.
	answer func(http.ResponseWriter, appCall) error
	// takes are the parameters; others are refused.
	takes []string
	// gate limits the requests of the organization; nil for no limit.
	gate *gate
}

func (s *Server) handleApp(mux *http.ServeMux, path string, e appEndpoint) {
	mux.HandleFunc("/api/app/projects/{project}/"+path, func(w http.ResponseWriter, r *http.Request) {
		if err := s.admitApp(e, w, r); err != nil {
			writeFailure(w, r, err)
		}
	})
}

func (s *Server) admitApp(e appEndpoint, w http.ResponseWriter, r *http.Request) error {
	if err := allow(r, http.MethodGet); err != nil {
		return err
	}
	account, err := s.account(r)
	if err != nil {
		return err
	}
	c := appCall{Request: r, params: params{r.URL.Query()}}
	id, err := strconv.ParseInt(r.PathValue("project"), 10, 64)
	if err != nil {
		return badRequest("%q is not the id of a project", r.PathValue("project"))
	}
	role, ok := account.Roles[id]
	if !ok {
		return &failure{status: http.StatusForbidden, message: "This account has no access to the project."}
	}
	c.project, c.role = s.projects[id], role
	for name := range c.params.values {
		if !slices.Contains(e.takes, name) {
			return badRequest("unexpected parameter %q; there are %s", name, strings.Join(e.takes, ", "))
		}
	}
	if e.gate != nil {
		leave, err := e.gate.enter(id, s.config.Clock.Now(), false)
		if err != nil {
			return err
		}
		defer leave()
	}
	return e.answer(w, c)
}

// writeResults answers with the envelope of the app API.
func (s *Server) writeResults(w http.ResponseWriter, r *http.Request, results any) {
	s.writeBody(w, r, struct {
		Status  string `json:"status"`
		Results any    `json:"results"`
	}{"ok", results})
}

// notFound is the failure of an id or name that does not exist.
func notFound(what string) error {
	return &failure{status: http.StatusNotFound, message: what + " was not found"}
}
