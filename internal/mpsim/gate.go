package mpsim

import (
	"sync"
	"time"
)

// gate lets the requests of one project to one family of APIs in, as far as the
// limits allow. Requests are counted on arrival; refused ones are not.
type gate struct {
	concurrent int // 0 for no limit
	windows    []*window
	refuse     func(projectID int64, g *gate, full *window, wait time.Duration) error

	mu     sync.Mutex
	inside int
}

// enter counts a request and returns what to call at its end, or refuses it. One
// that is free takes a place among those under way but none in the windows.
func (g *gate) enter(projectID int64, now time.Time, free bool) (leave func(), err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.concurrent > 0 && g.inside >= g.concurrent {
		return nil, g.refuse(projectID, g, nil, concurrencyWait)
	}
	windows := g.windows
	if free {
		windows = nil
	}
	for _, w := range windows {
		if wait := w.wait(now); wait > 0 {
			return nil, g.refuse(projectID, g, w, wait)
		}
	}
	for _, w := range windows {
		w.count(now)
	}
	g.inside++
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.inside--
	}, nil
}

// concurrencyWait is what Retry-After says where too many requests are under
// way: the time until reset in the responses that were observed.
const concurrencyWait = 10 * time.Second

// window is a sliding window of time in which so many requests may begin.
type window struct {
	quota int // 0 for no limit
	span  time.Duration
	begun []time.Time // of the requests that still count, at most quota
}

// wait returns how long it takes until the next request may begin.
func (w *window) wait(now time.Time) time.Duration {
	for len(w.begun) > 0 && now.Sub(w.begun[0]) >= w.span {
		w.begun = w.begun[1:]
	}
	if w.quota == 0 || len(w.begun) < w.quota {
		return 0
	}
	return w.span - now.Sub(w.begun[0])
}

func (w *window) count(now time.Time) {
	if w.quota > 0 {
		w.begun = append(w.begun, now)
	}
}
