package fetch_test

import (
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func checkNothingPublished(t *testing.T, w *world) {
	t.Helper()
	sink := w.open()
	defer w.close(sink)
	if tables, err := sink.Tables(t.Context()); err != nil || len(tables) != 0 {
		t.Errorf("tables %v, %v", tables, err)
	}
}

func TestReplaceKeepsTheOldTableUntilTheNewOneIsWhole(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 1000})
	if _, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-03"}); err != nil {
		t.Fatal(err)
	}
	w.inject(mpsim.Fault{Query: second, Times: -1, Effect: mpsim.Cut{After: 100}})
	request := january
	request.Mode = storage.Replace
	if _, err := w.fetch(request); mperr.CodeOf(err) != "FETCH_INCOMPLETE" {
		t.Fatal(err)
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-03")
	w.sim.ClearFaults()
	if summary, err := w.fetch(request); err != nil || summary.UnitsResumed != 4 {
		t.Fatalf("%v, resumed %d", err, summary.UnitsResumed)
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-31")
}

func TestAnIncompleteAppendCoversWhatItStored(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 1000})
	if _, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
		t.Fatal(err)
	}
	w.inject(mpsim.Fault{Query: second, Times: -1, Effect: mpsim.Cut{After: 100}})
	request := january
	request.Mode = storage.Append
	summary, err := w.fetch(request)
	if mperr.CodeOf(err) != "FETCH_INCOMPLETE" || len(summary.Days) != 24 {
		t.Fatalf("%v with %d days covered", err, len(summary.Days))
	}
	w.sim.ClearFaults()
	summary, err = w.fetch(request)
	if err != nil || summary.Units != 1 {
		t.Fatalf("%v with %d units", err, summary.Units)
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-31")
}

func TestNothingStoredGivesTheFirstErrorAndNoSession(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 1000})
	w.inject(mpsim.Fault{Times: -1, Effect: mpsim.Status{Code: 500}})
	asked := w.exports()
	request := january
	request.Workers, request.UnitDays = 1, 1
	sink := w.open()
	defer w.close(sink)
	summary, err := fetch.Events(t.Context(), w.client, sink, request, w.config)
	if mperr.CodeOf(err) != "SERVER_ERROR" || summary.Committed || len(summary.Failed) != 1 {
		t.Errorf("%v, %+v", err, summary)
	}
	// Three units are tried, each four times: the other twenty-eight would only use up the quota.
	if asked() != 12 {
		t.Errorf("%d requests", asked())
	}
	w.sim.ClearFaults()
	if _, err := fetch.Events(t.Context(), w.client, sink, request, w.config); err != nil {
		t.Errorf("again in the same sink: %v", err)
	}
}
