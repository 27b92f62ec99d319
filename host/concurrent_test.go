package host_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
)

// gate holds an answer back until it is opened.
type gate struct{ reached, open chan struct{} }

func (g gate) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, _ mpsim.Clock) {
	close(g.reached)
	select {
	case <-g.open:
		next.ServeHTTP(w, r)
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	}
}

// TestWorkspaceFetchThatFailsLeavesTheOtherOneAlone runs a long fetch while another table's is cancelled half-way, a third
// table is fetched, and the cancelled one goes on.
func TestWorkspaceFetchThatFailsLeavesTheOtherOneAlone(t *testing.T) {
	w := startWorld(t)
	held := gate{make(chan struct{}), make(chan struct{})}
	if err := w.simulator.Inject(mpsim.Fault{
		Path: "/api/2.0/export", Query: "from_date=2026-01-01&to_date=2026-01-10", Effect: held,
	}); err != nil {
		t.Fatal(err)
	}
	failing, cancel := context.WithCancel(t.Context())
	workspace := open(t, w, func(o *host.Options) {
		o.Progress = func(p fetch.Progress) {
			if p.Step == fetch.Stored {
				cancel() // the first unit is the failing fetch's, as the long one is held back
			}
		}
	})
	var fetches sync.WaitGroup
	start := func(request fetch.Request, check func(fetch.Summary)) {
		fetches.Go(func() {
			summary, err := workspace.FetchEvents(t.Context(), request)
			if err != nil {
				t.Errorf("fetch of %s: %v", request.Table, err)
			}
			check(summary)
		})
	}
	start(fetch.Request{Table: "long", From: "2026-01-01", To: "2026-01-10", UnitDays: 10}, func(s fetch.Summary) {
		if s.Received != events {
			t.Errorf("the long fetch has %d lines, want %d", s.Received, events)
		}
	})
	<-held.reached

	broken := fetch.Request{Table: "broken", From: "2026-01-01", To: "2026-01-10", UnitDays: 1, Workers: 1}
	if _, err := workspace.FetchEvents(failing, broken); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want a cancelled context's", err)
	}
	third := fetch.Request{Table: "third", From: "2026-01-01", To: "2026-01-02"}
	if _, err := workspace.FetchEvents(t.Context(), third); err != nil {
		t.Errorf("a third fetch beside the long one: %v", err)
	}
	start(broken, func(s fetch.Summary) {
		if s.UnitsResumed == 0 || s.UnitsResumed+s.Units != 10 {
			t.Errorf("%d units found and %d fetched, want some and 10 together", s.UnitsResumed, s.Units)
		}
	})
	close(held.open)
	fetches.Wait()
}

// TestWorkspaceFetchesTwoTablesAtOnce is for the race detector.
func TestWorkspaceFetchesTwoTablesAtOnce(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	var fetches sync.WaitGroup
	for _, table := range []string{"one", "two"} {
		fetches.Go(func() {
			request := tenDays
			request.Table = table
			summary, err := workspace.FetchEvents(t.Context(), request)
			if err != nil || summary.Received != events {
				t.Errorf("fetch of %s: %v, %d lines", table, err, summary.Received)
			}
		})
	}
	fetches.Wait()
}
