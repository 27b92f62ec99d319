package mpsim

import (
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Request is what is remembered of a request. Headers are not kept: one of them
// holds a secret.
type Request struct {
	Time   time.Time `json:"time"` // when it came, UTC
	Method string    `json:"method"`
	Path   string    `json:"path"`
	Query  string    `json:"query"`  // as sent, without the question mark
	Status int       `json:"status"` // 0 until it is sent
	Bytes  int64     `json:"bytes"`  // of the body, as sent so far
}

// mostRequests is how many requests are remembered, the latest.
const mostRequests = 10_000

type requestLog struct {
	mu      sync.Mutex
	entries []*entry
}

// entry is a request that may be under way.
type entry struct {
	Request

	status atomic.Int32
	bytes  atomic.Int64
}

func (l *requestLog) add(r *http.Request, at time.Time) *entry {
	e := &entry{Request: Request{Time: at, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery}}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) == mostRequests {
		l.entries = slices.Delete(l.entries, 0, mostRequests/2)
	}
	l.entries = append(l.entries, e)
	return e
}

// Requests returns the requests that came so far, in their order, with what was
// sent in answer; of very many only the latest. Those under /_sim/ are left out.
// The slice is the caller's.
func (s *Server) Requests() []Request {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	requests := make([]Request, len(s.requests.entries))
	for i, e := range s.requests.entries {
		requests[i] = e.Request
		requests[i].Status, requests[i].Bytes = int(e.status.Load()), e.bytes.Load()
	}
	return requests
}
