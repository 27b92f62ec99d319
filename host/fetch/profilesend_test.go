package fetch_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestADisturbedFetchOfProfilesIsWholeInTheEnd(t *testing.T) {
	for name, test := range map[string]struct {
		skip, times int
		effect      mpsim.Effect
		restarts    int
	}{
		"a page that fails twice":        {2, 2, mpsim.Status{Code: 500}, 0},
		"the first page fails":           {0, 1, mpsim.Status{Code: 503}, 0},
		"too many requests":              {3, 1, mpsim.Status{Code: 429, RetryAfter: 7}, 0},
		"a connection that is cut":       {4, 1, mpsim.Cut{After: 300}, 0},
		"an expired session":             {3, 1, mpsim.ForgetSession{}, 1},
		"a session that expires twice":   {3, 2, mpsim.ForgetSession{}, 1},
		"a session forgotten at the end": {9, 1, mpsim.ForgetSession{}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, crowd(1000, 100))
			w.faulty(test.skip, test.times, test.effect)
			request := everybody
			request.Workers = 1
			if test.times == 2 {
				request.Workers = 5
			}
			summary, err := w.profiles(request)
			if err != nil || summary.Restarts < test.restarts || summary.Restarts > test.restarts*test.times {
				t.Fatalf("%v, %d restarts", err, summary.Restarts)
			}
			checkPeople(t, w, summary)
		})
	}
}

func TestASessionThatAlwaysExpiresEndsTheFetch(t *testing.T) {
	w := newWorld(t, crowd(1000, 100))
	w.faulty(3, -1, mpsim.ForgetSession{})
	summary, err := w.profiles(everybody)
	if mperr.CodeOf(err) != "QUERY_FAILED" || summary.Restarts != 3 || summary.Committed {
		t.Errorf("%v, %+v", err, summary)
	}
	sink := w.open()
	defer w.close(sink)
	if tables, err := sink.Tables(t.Context()); err != nil || len(tables) != 0 {
		t.Errorf("tables are %v, %v", tables, err)
	}
}

func TestAFetchOfProfilesThatEndsEarlyLeavesTheTableAsItWas(t *testing.T) {
	for _, mode := range []storage.Mode{storage.Replace, storage.Append} {
		w := newWorld(t, crowd(500, 100))
		if _, err := w.profiles(everybody); err != nil {
			t.Fatal(err)
		}
		before := w.people()
		w.clock.set("2026-03-15T12:00:00Z")
		request := fetch.ProfilesRequest{Table: "people", Mode: mode, Workers: 1}
		ctx, cancel := context.WithCancel(t.Context())
		config := w.config
		config.Progress = func(p fetch.Progress) {
			if p.Step == fetch.Stored && p.UnitsStored >= 3 {
				cancel()
			}
		}
		sink := w.open()
		summary, err := fetch.Profiles(ctx, w.client, sink, request, config)
		w.close(sink)
		if !errors.Is(err, context.Canceled) || mperr.ExitCode(err) != mperr.ExitInterrupted || summary.Committed {
			t.Fatalf("%s: %v, %+v", mode, err, summary)
		}
		if diff := cmp.Diff(before, w.people()); diff != "" {
			t.Errorf("%s: the table has changed (-before +after):\n%.2000s", mode, diff)
		}
		w.faulty(2, -1, mpsim.Status{Code: 403})
		if _, err := w.profiles(request); mperr.CodeOf(err) != "AUTH_FAILED" {
			t.Errorf("%s: %v", mode, err)
		}
		w.sim.ClearFaults()
		summary, err = w.profiles(request)
		if err != nil {
			t.Fatal(err)
		}
		checkPeople(t, w, summary)
	}
}

func TestAKilledFetchOfProfilesIsBegunAnewByTheSameCommand(t *testing.T) {
	w := newWorld(t, crowd(500, 100))
	sink := w.open()
	// A process that is killed leaves its session as it is.
	_, err := fetch.Profiles(t.Context(), w.client, &deserted{Sink: sink}, everybody, w.config)
	if err == nil {
		t.Fatal("nothing went wrong")
	}
	w.close(sink)
	summary, err := w.profiles(everybody)
	if err != nil {
		t.Fatal(err)
	}
	checkPeople(t, w, summary)
}

// deserted is a sink whose host is gone after two units.
type deserted struct {
	storage.Sink

	units atomic.Int64
}

func (d *deserted) WriteUnit(ctx context.Context, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	if d.units.Add(1) > 2 {
		return storage.UnitReport{}, &mperr.StorageFailed{Message: "nobody is there"}
	}
	return d.Sink.WriteUnit(ctx, session, unit, rows)
}

func (d *deserted) Abort(context.Context, string) error { return nil }
