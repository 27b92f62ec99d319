package fetch_test

import (
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestAppendFetchesWhatIsMissing(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	if _, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-05", To: "2026-01-10"}); err != nil {
		t.Fatal(err)
	}
	request := january
	request.Mode = storage.Append
	summary, err := w.fetch(request)
	if err != nil {
		t.Fatal(err)
	}
	if summary.DaysSkipped != 6 || len(summary.Days) != 31 {
		t.Errorf("%d days skipped, %d covered", summary.DaysSkipped, len(summary.Days))
	}
	for _, request := range w.sim.Requests()[6:] {
		for _, there := range []string{"2026-01-05", "2026-01-07", "2026-01-10"} {
			if strings.Contains(request.Query, there) {
				t.Errorf("asked %s again: %s", there, request.Query)
			}
		}
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-31")

	asked := w.exports()
	if again, err := w.fetch(request); err != nil || asked() != 0 || again.DaysSkipped != 31 || again.Rows() != 0 {
		t.Errorf("once more: %v, %d requests, %d days skipped", err, asked(), again.DaysSkipped)
	}
	request.Refetch = true
	if again, err := w.fetch(request); err != nil || asked() != 5 || again.DaysSkipped != 0 {
		t.Errorf("refetch: %v, %d requests", err, asked())
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-31")
}

func TestAppendWithAnotherFilterSkipsNothing(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 500})
	if _, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-04", Where: "1 == 2"}); err != nil {
		t.Fatal(err)
	}
	summary, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-04", Mode: storage.Append})
	if err != nil || summary.DaysSkipped != 0 {
		t.Errorf("%v, %d days skipped", err, summary.DaysSkipped)
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-04")
}

func TestAppendLosesNoEventsOfAnotherFilter(t *testing.T) {
	all := fetch.Request{}
	for _, test := range []struct {
		name        string
		held, asked fetch.Request
		refused     bool
		skipped     int
	}{
		{"some events of all", all, fetch.Request{Events: []string{"Signup"}}, false, 4},
		{"an expression over all", all, fetch.Request{Where: "1 == 1"}, false, 4},
		{"a limit over all", all, fetch.Request{Limit: 3}, true, 0},
		{"one of two names", fetch.Request{Events: []string{"Search", "Signup"}}, fetch.Request{Events: []string{"Signup"}}, false, 4},
		{"another name", fetch.Request{Events: []string{"Search"}}, fetch.Request{Events: []string{"Signup"}}, true, 0},
		{"a second name", fetch.Request{Events: []string{"Page View"}},
			fetch.Request{Events: []string{"Page View", "Signup"}}, false, 0},
		{"another expression", fetch.Request{Where: "1 == 1"}, fetch.Request{Where: "2 == 2"}, true, 0},
		{"another expression over nothing", fetch.Request{Where: "1 == 2"}, fetch.Request{Where: "2 == 2"}, false, 0},
		{"a higher limit", fetch.Request{Limit: 3}, fetch.Request{Limit: 4}, false, 0},
		{"a lower limit", fetch.Request{Limit: 3}, fetch.Request{Limit: 2}, true, 0},
		{"all after a limit", fetch.Request{Limit: 3}, all, false, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, mpsim.Project{Events: 5000})
			for _, request := range []*fetch.Request{&test.held, &test.asked} {
				request.Table, request.From, request.To = "events", "2026-01-01", "2026-01-04"
			}
			test.asked.Mode = storage.Append
			before, err := w.fetch(test.held)
			if err != nil {
				t.Fatal(err)
			}
			asked := w.exports()
			summary, err := w.fetch(test.asked)
			if refused := mperr.CodeOf(err) == "INVALID_ARGUMENT"; refused != test.refused || !refused && err != nil {
				t.Fatalf("refused: %v, %v", refused, err)
			}
			if test.refused && (asked() != 0 || len(w.stored("events")) != int(before.Rows())) {
				t.Errorf("refused after %d requests; %d of %d rows are left", asked(), len(w.stored("events")), before.Rows())
			}
			if summary.DaysSkipped != test.skipped {
				t.Errorf("%d days skipped, want %d", summary.DaysSkipped, test.skipped)
			}
			test.asked.Refetch = true
			if _, err := w.fetch(test.asked); err != nil {
				t.Errorf("refetch: %v", err)
			}
		})
	}
}

func TestTheRunningDayIsFetchedAnewByEachRun(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	w.clock.set("2026-01-20T12:00:00Z")
	request := fetch.Request{Table: "events", From: "2026-01-15", To: "2026-01-20"}
	summary, err := w.fetch(request)
	if err != nil {
		t.Fatal(err)
	}
	for _, held := range summary.Days {
		if held.Complete != (held.Day != "2026-01-20") {
			t.Errorf("day %s complete: %v", held.Day, held.Complete)
		}
	}
	w.clock.set("2026-01-21T00:00:00Z")
	request.Mode = storage.Append
	asked := w.exports()
	summary, err = w.fetch(request)
	if err != nil || summary.DaysSkipped != 5 || asked() != 1 || !summary.Days[5].Complete {
		t.Errorf("%v: %d days skipped, %d requests", err, summary.DaysSkipped, asked())
	}
	checkTable(t, w, "events", "2026-01-15", "2026-01-20")
}

func TestTheRunningDayOfASessionIsNotTakenForFinished(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	w.clock.set("2026-01-20T12:00:00Z")
	w.inject(mpsim.Fault{Query: "from_date=2026-01-16", Times: -1, Effect: mpsim.Status{Code: 503}})
	request := fetch.Request{Table: "events", From: "2026-01-15", To: "2026-01-20", UnitDays: 1}
	if _, err := w.fetch(request); mperr.CodeOf(err) != "FETCH_INCOMPLETE" {
		t.Fatal(err)
	}
	w.sim.ClearFaults()
	w.clock.set("2026-01-22T12:00:00Z")
	asked := w.exports()
	summary, err := w.fetch(request)
	if err != nil || asked() != 2 || summary.UnitsResumed != 4 {
		t.Errorf("%v: %d requests, %d units resumed", err, asked(), summary.UnitsResumed)
	}
	checkTable(t, w, "events", "2026-01-15", "2026-01-20")
	checkBooks(t, w, summary)
	if !summary.Days[5].Complete {
		t.Error("the last day was asked for after its end and is not complete")
	}
}
