package mpsim

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/mixpanel-data/mp/internal/mpsim/jql"
)

// errTimeout is how Mixpanel says that it gave up.
var errTimeout = &failure{status: http.StatusBadRequest, message: "Timeout Error."}

// runScript serves jql: the array that a script makes of events and profiles.
func (s *Server) runScript(w http.ResponseWriter, c call) error {
	if err := allow(c.Request, http.MethodPost); err != nil {
		return err
	}
	if c.project.JQL.Gone {
		return &failure{status: http.StatusGone, message: "JQL is no longer available."}
	}
	if err := c.params.require("script"); err != nil {
		return err
	}
	params := c.params.text("params")
	if params != "" && !json.Valid([]byte(params)) {
		return badRequest("params must be JSON")
	}
	leave, err := c.project.scripts.enter(c.project.ID, s.config.Clock.Now(), false)
	if err != nil {
		return err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(c.Context(), c.project.JQL.RunTime)
	defer cancel()
	result, err := jql.Run(ctx, c.params.text("script"), params, scriptData{c.project, s.config.Clock.Now()})
	switch failed, ok := errors.AsType[*jql.ScriptError](err); {
	case ok:
		return &failure{status: http.StatusPreconditionFailed, message: failed.Text}
	case errors.Is(err, context.DeadlineExceeded):
		return errTimeout
	case err != nil:
		panic(http.ErrAbortHandler) // nobody is there
	}
	return s.answer(w, c, json.RawMessage(result), nil)
}
