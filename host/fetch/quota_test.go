package fetch_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestAQuotaThatIsUsedUpStopsTheRun(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 1000})
	w.client = newClient(t, w.address, mixpanel.Config{Retry: mixpanel.Retry{MaxWait: -1}, Now: w.clock.Now, Sleep: w.clock.Sleep})
	w.inject(mpsim.Fault{Skip: 2, Times: -1, Effect: mpsim.Status{Code: 429, RetryAfter: 3600}})
	request := january
	request.Workers, request.UnitDays = 1, 1
	asked := w.exports()
	_, err := w.fetch(request)
	limited, ok := errors.AsType[*mperr.RateLimited](err)
	if mperr.CodeOf(err) != "FETCH_INCOMPLETE" || !ok || *limited.RetryAfter != 3600 || asked() != 3 {
		t.Errorf("%v after %d requests", err, asked())
	}
}

func TestAFetchWithoutAQuotaIsPacedByRefusals(t *testing.T) {
	w := newLimitedWorld(t, mpsim.Project{}, mpsim.Limits{ExportPerSecond: 3})
	w.client = newClient(t, w.address, mixpanel.Config{Retry: mixpanel.Retry{Times: 1000}, Now: w.clock.Now, Sleep: w.clock.Sleep})
	request := january
	request.UnitDays = 1
	begun, asked := w.clock.Now(), w.exports()
	if _, err := w.fetch(request); err != nil {
		t.Fatal(err)
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-31")
	if asked() <= 31 || w.clock.Now().Sub(begun) < 10*time.Second {
		t.Errorf("31 units took %d requests and %v", asked(), w.clock.Now().Sub(begun))
	}
}

func TestAFetchThatIsNotToWaitEndsAsRateLimited(t *testing.T) {
	for stored := range 3 {
		w := newWorld(t, mpsim.Project{Events: 1000})
		w.client = newClient(t, w.address, mixpanel.Config{Retry: mixpanel.Retry{MaxWait: -1}, Now: w.clock.Now, Sleep: w.clock.Sleep})
		w.inject(mpsim.Fault{Skip: stored, Times: -1, Effect: mpsim.Status{Code: 429, RetryAfter: 3600}})
		request := january
		request.Workers, w.config.NoWait = 1, true
		summary, err := w.fetch(request)
		limited, ok := errors.AsType[*mperr.RateLimited](err)
		if mperr.ExitCode(err) != mperr.ExitRateLimited || !ok || *limited.RetryAfter != 3600 || summary.Units != stored {
			t.Errorf("%v with %d units stored, want %d", err, summary.Units, stored)
		}
		if told := fmt.Sprintf("%d of 5 requests are stored", stored); strings.Contains(err.Error(), told) != (stored > 0) {
			t.Errorf("error = %v, want %q where something is stored", err, told)
		}
		w.sim.ClearFaults()
		again, err := w.fetch(request)
		if err != nil || again.UnitsResumed != stored {
			t.Errorf("the next run: %v, %d units resumed, want %d", err, again.UnitsResumed, stored)
		}
		checkTable(t, w, "events", january.From, january.To)
	}
}

func TestTheBudgetDecidesOnTheUnits(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 500})
	w.config.Budget = func() fetch.Budget { return fetch.Budget{Left: 3, PerHour: 60} }
	summary, err := w.fetch(january)
	if err != nil || summary.Units != 3 {
		t.Errorf("%d units, %v; want the 3 requests that are left", summary.Units, err)
	}
	checkTable(t, w, "events", january.From, january.To)
}
