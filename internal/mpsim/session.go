package mpsim

import (
	"fmt"
	"sync"
	"time"
)

// sessionBook remembers the engage queries that were answered lately, so that
// their next pages show the profiles as they stood at the first.
type sessionBook struct {
	mu     sync.Mutex
	begun  int
	opened map[string]*session
}

// session is a query, and where its pages begin.
type session struct {
	id     string
	roster roster
	used   time.Time
}

// mostSessions is how many sessions are remembered, the latest.
const mostSessions = 500

// open remembers a query under a new id.
func (b *sessionBook) open(r roster, now time.Time) *session {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.opened == nil {
		b.opened = map[string]*session{}
	}
	if len(b.opened) == mostSessions {
		b.forgetOldest()
	}
	b.begun++
	s := &session{id: fmt.Sprintf("%d-%06d", now.Unix(), b.begun), roster: r, used: now}
	b.opened[s.id] = s
	return s
}

func (b *sessionBook) forgetOldest() {
	var oldest *session
	for _, s := range b.opened {
		if oldest == nil || s.used.Before(oldest.used) {
			oldest = s
		}
	}
	delete(b.opened, oldest.id)
}

// find returns the session, nil if it is unknown or was not used for longer than
// it lives.
func (b *sessionBook) find(id string, now time.Time, life time.Duration) *session {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.opened[id]
	if s == nil {
		return nil
	}
	if now.Sub(s.used) > life {
		delete(b.opened, id)
		return nil
	}
	s.used = now
	return s
}

// forget ends a session before its time.
func (b *sessionBook) forget(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.opened, id)
}
