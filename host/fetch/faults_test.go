package fetch_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// second is the second of the five units of January.
const second = "from_date=2026-01-08"

// passing are faults that another try mends.
func passing() map[string]mpsim.Effect {
	effects := map[string]mpsim.Effect{
		"429 with seconds":         mpsim.Status{Code: 429, RetryAfter: 30},
		"429 with a date":          mpsim.Status{Code: 429, RetryAfter: 30, RetryAsDate: true},
		"429 with nothing":         mpsim.Status{Code: 429},
		"500":                      mpsim.Status{Code: 500},
		"502 with a page":          mpsim.Status{Code: 502, Body: "<html>bad gateway</html>"},
		"503":                      mpsim.Status{Code: 503},
		"400 timeout":              mpsim.Status{Code: 400, Body: `{"request":"/api/2.0/export","error":"Timeout Error."}`},
		"an error object":          mpsim.ErrorObject{Message: "Query timed out"},
		"terminated early at once": mpsim.TerminatedEarly{},
		"terminated early later":   mpsim.TerminatedEarly{After: 1000, Text: "export terminated early"},
		"terminated in the middle": mpsim.Malformed{Line: 3, Text: "terminated early"},
	}
	for _, how := range []mpsim.CutHow{mpsim.CutDrop, mpsim.CutReset, mpsim.CutClean} {
		for _, after := range []int64{0, 10, 1000, 30_000} {
			effects[fmt.Sprintf("cut %s after %d", how, after)] = mpsim.Cut{After: after, How: how}
		}
	}
	return effects
}

func TestAFaultThatPassesLeavesNoTrace(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 800})
	request := fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-14", UnitDays: 7, Mode: storage.Replace}
	for name, effect := range passing() {
		w.sim.ClearFaults()
		w.inject(mpsim.Fault{Query: second, Times: 2, Effect: effect})
		summary, err := w.fetch(request)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		checkBooks(t, w, summary)
		checkTable(t, w, "events", "2026-01-01", "2026-01-14")
	}
}

func TestAFaultThatLastsLeavesTheOtherDays(t *testing.T) {
	for name, test := range map[string]struct {
		effect mpsim.Effect
		code   mperr.Code
	}{
		"cut":        {mpsim.Cut{After: 1000}, "EXPORT_TRUNCATED"},
		"terminated": {mpsim.TerminatedEarly{After: 10}, "EXPORT_TRUNCATED"},
		"503":        {mpsim.Status{Code: 503}, "SERVER_ERROR"},
		"reset":      {mpsim.Cut{How: mpsim.CutReset}, "EXPORT_TRUNCATED"},
	} {
		w := newWorld(t, mpsim.Project{Events: 1000})
		for _, range_ := range []string{second, "from_date=2026-01-15"} {
			w.inject(mpsim.Fault{Query: range_, Times: -1, Effect: test.effect})
		}
		request := january
		request.Workers = 1
		summary, err := w.fetch(request)
		incomplete, ok := errors.AsType[*mperr.FetchIncomplete](err)
		if !ok || mperr.ExitCode(err) != mperr.ExitPartial {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := [][]string{{"2026-01-08", "2026-01-21"}}
		if diff := cmp.Diff(want, incomplete.FailedDateRanges); diff != "" || incomplete.FirstCode != test.code ||
			incomplete.StoredUnits != 3 || incomplete.FailedUnits != 2 {
			t.Errorf("%s: %+v\n%s", name, incomplete, diff)
		}
		if summary.Committed || summary.Units != 3 || !summary.Balances() || cmp.Diff(want, summary.Failed) != "" {
			t.Errorf("%s: %+v", name, summary)
		}
		checkNothingPublished(t, w)
		w.sim.ClearFaults()
		again, err := w.fetch(request)
		if err != nil || again.UnitsResumed != 3 || again.Units != 2 {
			t.Errorf("%s, again: %v, %+v", name, err, again)
		}
		checkBooks(t, w, again)
		checkTable(t, w, "events", "2026-01-01", "2026-01-31")
	}
}

func TestAnErrorThatLastsStopsTheRunWithItsCode(t *testing.T) {
	for code, effect := range map[mperr.Code]mpsim.Effect{
		"AUTH_FAILED":  mpsim.Status{Code: 401},
		"QUERY_FAILED": mpsim.Status{Code: 400, Body: `{"error":"bad expression"}`},
	} {
		w := newWorld(t, mpsim.Project{Events: 1000})
		w.inject(mpsim.Fault{Skip: 2, Times: -1, Effect: effect})
		request := january
		request.Workers = 1
		asked := w.exports()
		summary, err := w.fetch(request)
		if mperr.CodeOf(err) != code || asked() != 3 || summary.Units != 2 || summary.Committed {
			t.Errorf("%s: %v after %d requests, %d units", code, err, asked(), summary.Units)
		}
		w.sim.ClearFaults()
		if again, err := w.fetch(request); err != nil || again.UnitsResumed != 2 {
			t.Errorf("%s, again: %v, resumed %d", code, err, again.UnitsResumed)
		}
	}
}

func TestAStalledBodyIsFetchedAgain(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	w.client = newClient(t, w.address, mixpanel.Config{IdleTimeout: time.Second, Now: w.clock.Now, Sleep: w.clock.Sleep})
	w.inject(mpsim.Fault{Query: second, Effect: mpsim.Stall{After: 5000}})
	var retried error
	w.config.Progress = func(p fetch.Progress) {
		if p.Step == fetch.Retrying && p.Unit == "2026-01-08..2026-01-14" {
			retried = p.Err
		}
	}
	if _, err := w.fetch(january); err != nil || mperr.CodeOf(retried) != "HTTP_ERROR" {
		t.Fatalf("%v, retried for %v", err, retried)
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-31")
}

func TestUnitRetriesAreCounted(t *testing.T) {
	for retries, want := range map[int]int{0: 4, 1: 2, -1: 1} {
		w := newWorld(t, mpsim.Project{Events: 1000})
		w.config.Retries = retries
		w.inject(mpsim.Fault{Times: -1, Effect: mpsim.Cut{After: 100}})
		asked := w.exports()
		_, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-05", To: "2026-01-05"})
		if mperr.CodeOf(err) != "EXPORT_TRUNCATED" || asked() != want {
			t.Errorf("retries %d: %v after %d requests, want %d", retries, err, asked(), want)
		}
	}
}

func TestRejectedLinesNeedLeave(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 1000})
	for _, range_ := range []string{second, "from_date=2026-01-15"} {
		w.inject(mpsim.Fault{Query: range_, Times: -1, Effect: mpsim.Malformed{Line: 2, Text: "{nonsense}"}})
	}
	for allowed := range int64(2) {
		request := january
		request.MaxRejects, request.Workers = allowed, 1
		_, err := w.fetch(request)
		rejected, ok := errors.AsType[*mperr.RowsRejected](err)
		if !ok || rejected.Rejected != 1 || rejected.FirstReason == "" || rejected.FirstOffset == 0 {
			t.Errorf("%d allowed: %v", allowed, err)
		}
	}
	request := january
	request.MaxRejects = 2
	summary, err := w.fetch(request)
	if err != nil || summary.Rejected+summary.Resumed.Rejected != 2 {
		t.Fatalf("%v, %+v", err, summary)
	}
	if summary.Days[7].Rejected != 1 || summary.Days[14].Rejected != 1 {
		t.Errorf("days %+v and %+v", summary.Days[7], summary.Days[14])
	}
	checkBooks(t, w, summary)
	checkTable(t, w, "events", "2026-01-01", "2026-01-31")
}
