package mpsim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// errUncached is how Mixpanel refuses a page of a query that it does not know.
var errUncached = &failure{status: http.StatusBadRequest, message: "request for page in uncached query for params"}

// engage serves engage: profiles, page by page.
func (s *Server) engage(w http.ResponseWriter, c call) error {
	q, err := readEngage(c)
	if err != nil {
		return err
	}
	session, err := s.session(c, q)
	if err != nil {
		return err
	}
	pinned := q.behaviors == nil || !q.asOf.IsZero()
	if q.page > 0 && !pinned && session.roster.total > c.project.Engage.PageSize {
		return errUncached
	}
	s.writePage(w, c, q, session)
	return nil
}

// session returns the session that the request names, or begins one.
func (s *Server) session(c call, q engageQuery) (*session, error) {
	now, book := s.config.Clock.Now(), &c.project.sessions
	if q.session == "" {
		roster, err := q.roster(c, now)
		if err != nil {
			return nil, err
		}
		return book.open(roster, now), nil
	}
	if sessionsEnd(c.Context()) {
		book.forget(q.session)
	}
	found := book.find(q.session, now, c.project.Engage.SessionLife)
	if found == nil || found.roster.query != q.key {
		return nil, errUncached
	}
	return found, nil
}

// writePage writes a page of the answer. Only the first tells how many profiles
// there are and how many go on a page.
func (s *Server) writePage(w http.ResponseWriter, c call, q engageQuery, session *session) {
	b := s.newBody(w, c.Request, "application/json")
	text := append(make([]byte, 0, chunk+4096), `{"page":`...)
	text = strconv.AppendInt(text, int64(q.page), 10)
	text = append(text, `,"results":[`...)
	first := true
	for profile := range session.roster.page(q.page) {
		if !first {
			text = append(text, ',')
		}
		first = false
		text = profile.AppendJSON(text, q.keep)
		if len(text) >= chunk {
			if _, err := b.Write(text); err != nil || c.Context().Err() != nil {
				break
			}
			text = text[:0]
		}
	}
	text = append(text, `],"session_id":"`+session.id+`","status":"ok"`...)
	if q.page == 0 {
		text = strconv.AppendInt(append(text, `,"page_size":`...), int64(c.project.Engage.PageSize), 10)
		text = strconv.AppendInt(append(text, `,"total":`...), int64(session.roster.total), 10)
	}
	text = append(text, '}')
	// An error is the client's going away.
	_, _ = b.Write(text)
	_ = b.Close()
	if c.Context().Err() != nil {
		panic(http.ErrAbortHandler) // else a body cut short would look complete
	}
}

// keep tells whether a property is wanted; $last_seen always is.
func (q *engageQuery) keep(name string) bool {
	return q.output == nil || name == "$last_seen" || slices.Contains(q.output, name)
}

// cohortFilter reads filter_by_cohort: the id, and whether there is one.
func (p params) cohortFilter() (id int64, ok bool, err error) {
	if p.text("filter_by_cohort") == "" {
		return 0, false, nil
	}
	var filter struct {
		ID *json.Number `json:"id"`
	}
	if err := json.Unmarshal([]byte(p.text("filter_by_cohort")), &filter); err == nil && filter.ID != nil {
		if id, err = filter.ID.Int64(); err == nil {
			return id, true, nil
		}
	}
	return 0, false, badRequest(`filter_by_cohort must be a JSON object such as {"id": 88101}`)
}
