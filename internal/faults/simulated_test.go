//go:build linux

package faults_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// The simulated project: six days in three units of two.
const (
	projectID = 424242
	username  = "sa"
	secret    = "made-up-secret"
	firstDay  = "2026-01-01"
	lastDay   = "2026-01-06"
	days      = 6
	unitDays  = 2
	events    = 1200
)

// unitStarts are the first days of the units.
var unitStarts = []string{"2026-01-01", "2026-01-03", "2026-01-05"}

// stallClock is the system's clock, but that a wait of a minute lasts until the request ends, and is told of.
type stallClock struct{ stalled chan struct{} }

// forAMinute is what stalls are told to last.
const forAMinute = mpsim.Pause(time.Minute)

func newStallClock() *stallClock { return &stallClock{stalled: make(chan struct{}, 1000)} }

// Now implements mpsim.Clock.
func (*stallClock) Now() time.Time { return time.Now() }

// Sleep implements mpsim.Clock.
func (c *stallClock) Sleep(ctx context.Context, d time.Duration) error {
	if d >= time.Duration(forAMinute) {
		c.stalled <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// newSimulator makes the project, in which more is unusual than in one of ordinary health.
func newSimulator(t testing.TB, clock mpsim.Clock) *mpsim.Server {
	t.Helper()
	first, err := mpsim.ParseDay(firstDay)
	if err != nil {
		t.Fatal(err)
	}
	shares := mpsim.DefaultShares()
	shares.Duplicate, shares.MissingInsertID, shares.ReusedInsertID, shares.NumericDistinctID = 0.05, 0.02, 0.02, 0.02
	server, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{{ID: projectID, Seed: 7, First: first, Days: days, Events: events, Shares: &shares}},
		Accounts: []mpsim.Account{{Username: username, Secret: secret, Roles: map[int64]mpsim.Role{projectID: mpsim.Analyst}}},
		Clock:    clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// sizes are the lengths of the units' bodies, as sent: compressed.
var sizes struct {
	once  sync.Once
	bytes []int64
}

// sizeOf is the length of a unit's body.
func sizeOf(t testing.TB, unit int) int64 {
	t.Helper()
	sizes.once.Do(func() {
		server := newSimulator(t, newStallClock())
		for i := range unitStarts {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/2.0/export?time_in_ms=true&project_id=424242&from_date="+
				unitStarts[i]+"&to_date="+unitEnd(i), nil)
			r.SetBasicAuth(username, secret)
			r.Header.Set("Accept-Encoding", "gzip")
			answer := httptest.NewRecorder()
			server.ServeHTTP(answer, r)
			if answer.Code != http.StatusOK || answer.Header().Get("Content-Encoding") != "gzip" {
				t.Fatalf("a plain export gives %d %v", answer.Code, answer.Header())
			}
			sizes.bytes = append(sizes.bytes, int64(answer.Body.Len()))
		}
	})
	return sizes.bytes[unit]
}

func unitEnd(unit int) string {
	day, err := mpsim.ParseDay(unitStarts[unit])
	if err != nil {
		panic(err)
	}
	return (day + unitDays - 1).String()
}
