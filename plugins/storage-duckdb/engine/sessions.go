package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// session finds an open session.
func (s *Sink) session(id string) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if open, ok := s.sessions[id]; ok {
		return open, nil
	}
	return nil, &mperr.SessionNotFound{Session: id}
}

// sessionOn finds the open session of a table; nil where there is none.
func (s *Sink) sessionOn(table string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, open := range s.sessions {
		if strings.EqualFold(open.target.Table, table) {
			return open
		}
	}
	return nil
}

// conflict is the error for a table whose session is open.
func (s *Sink) conflict(table string) error {
	if open := s.sessionOn(table); open != nil {
		return &mperr.SessionConflict{TableName: table, Session: open.id}
	}
	return nil
}

// openSessions are the sessions that are open; there are no others while the sink's turn is held.
func (s *Sink) openSessions() []*session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.sessions))
}
