package fetch_test

import (
	"context"
	"errors"
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestCancelledFetchesLeaveWholeUnitsAndGoOn(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	config := w.config
	config.Progress = func(p fetch.Progress) {
		if p.Step == fetch.Stored && p.UnitsStored == 3 {
			cancel()
		}
	}
	request := january
	request.UnitDays, request.Workers = 2, 2
	sink := w.open()
	summary, err := fetch.Events(ctx, w.client, sink, request, config)
	w.close(sink)
	if !errors.Is(err, context.Canceled) || mperr.ExitCode(err) != mperr.ExitInterrupted || summary.Committed {
		t.Fatalf("%v, committed %v", err, summary.Committed)
	}
	if summary.Units < 3 || summary.Units > 4 || !summary.Balances() || len(summary.Failed) == 0 {
		t.Errorf("stopped with %+v", summary)
	}
	again, err := w.fetch(request)
	if err != nil || again.UnitsResumed != summary.Units || again.Resumed != summary.Counts || again.Units != 16-summary.Units {
		t.Errorf("%v: resumed %d of %d units and fetched %d", err, again.UnitsResumed, summary.Units, again.Units)
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-31")
	checkBooks(t, w, again)
}

func TestACancelledFetchWithNothingStoredLeavesNoSession(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	ctx, cancel := context.WithCancel(t.Context())
	config := w.config
	config.Progress = func(p fetch.Progress) {
		if p.Step == fetch.Started {
			cancel()
		}
	}
	sink := w.open()
	defer w.close(sink)
	if _, err := fetch.Events(ctx, w.client, sink, january, config); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	// In the same sink: a session that was left would be in conflict.
	if _, err := fetch.Events(t.Context(), w.client, sink, january, w.config); err != nil {
		t.Error(err)
	}
}
