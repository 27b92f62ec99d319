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
	s.handleQuery(mux, "jql", s.runScript)
	s.handleQuery(mux, "annotations", s.oldAnnotations)
	s.handleApp(mux, "bookmarks", appEndpoint{answer: s.bookmarks, takes: []string{"v", "type"}})
	s.handleApp(mux, "annotations", appEndpoint{answer: s.listAnnotations, takes: []string{"fromDate", "toDate"}})
	s.handleApp(mux, "annotations/tags", appEndpoint{answer: s.listTags})
	s.handleApp(mux, "annotations/{annotation}", appEndpoint{answer: s.oneAnnotation})
	s.handleApp(mux, "schemas", appEndpoint{answer: s.allSchemas, gate: &s.lexicon})
	s.handleApp(mux, "schemas/{type}", appEndpoint{answer: s.schemasOf, takes: []string{"entity_name"}, gate: &s.lexicon})
	s.handleApp(mux, "schemas/{type}/{name}", appEndpoint{answer: s.oneSchema, gate: &s.lexicon})
}
