package mpsim

import "net/http"

// objectRoutes mounts what is known of a project beside its events.
func (s *Server) objectRoutes(mux *http.ServeMux) {
	s.handleQuery(mux, "engage", s.engage)
	s.handleQuery(mux, "engage/{$}", s.engage)
	s.handleQuery(mux, "engage/properties", s.engageProperties)
	s.handleQuery(mux, "cohorts/list", s.cohortList)
	s.handleQuery(mux, "insights", s.insights)
	s.handleQuery(mux, "arb_funnels", s.flows)
	s.handleApp(mux, "bookmarks", appEndpoint{answer: s.bookmarks, takes: []string{"v", "type"}})
}
