package fetch_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// foresee is a forecast of a store as it is.
func (w *world) foresee(request fetch.Request) (fetch.Forecast, error) {
	w.t.Helper()
	sink := w.open()
	defer w.close(sink)
	return fetch.Foresee(w.t.Context(), sink, request, w.config)
}

func TestAForecastIsWhatTheFetchDoes(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 500})
	resumes := w.clock.Now().Add(20 * time.Minute)
	w.config.Budget = func() fetch.Budget {
		return fetch.Budget{
			Left: 4, PerHour: 60, Resumes: resumes, Typical: 10 * time.Second,
			Ready: func(n int) time.Duration { return time.Duration(n) * time.Minute },
		}
	}
	january := fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-31"}
	asked := w.exports()
	got, err := w.foresee(january)
	if err != nil || asked() != 0 {
		t.Fatalf("%v after %d requests", err, asked())
	}
	perHour, left := 60, 4
	want := fetch.Forecast{
		Table: "events", Mode: storage.Create, FromDate: "2026-01-01", ToDate: "2026-01-31", Days: 31, Requests: 4,
		Ranges:  []string{"2026-01-01..2026-01-08", "2026-01-09..2026-01-16", "2026-01-17..2026-01-24", "2026-01-25..2026-01-31"},
		PerHour: &perHour, BudgetLeft: &left, ResumesAt: &resumes, Expected: 4*time.Minute + 10*time.Second, Measured: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("forecast (-want +got):\n%s", diff)
	}
	if summary, err := w.fetch(january); err != nil || asked() != got.Requests || summary.Units != got.Requests {
		t.Errorf("%d requests, %v; foreseen were %d", asked(), err, got.Requests)
	}

	january.Mode = storage.Append
	january.To = "2026-02-01"
	got, err = w.foresee(january)
	if err != nil || got.DaysSkipped != 31 || !cmp.Equal(got.Ranges, []string{"2026-02-01"}) {
		t.Errorf("of days that are stored: %+v, %v", got, err)
	}
}

func TestAForecastWithoutAStoreOrBudget(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	got, err := fetch.Foresee(t.Context(), nil, january, w.config)
	if err != nil || got.Requests != 5 || got.BudgetLeft != nil || got.PerHour != nil || got.Measured || got.Expected != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAForecastIsRefusedAsTheFetchWouldBe(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	if _, err := w.fetch(january); err != nil {
		t.Fatal(err)
	}
	change := func(do func(*fetch.Request)) fetch.Request {
		request := january
		do(&request)
		return request
	}
	for code, request := range map[mperr.Code]fetch.Request{
		"TABLE_EXISTS":     january,
		"TABLE_NOT_FOUND":  change(func(r *fetch.Request) { r.Table, r.Mode = "other", storage.Append }),
		"INVALID_ARGUMENT": change(func(r *fetch.Request) { r.To = "2030-01-01" }),
	} {
		foreseen, err := w.foresee(request)
		_, fetched := w.fetch(request)
		if mperr.CodeOf(err) != code || mperr.CodeOf(fetched) != code || foreseen.Requests != 0 {
			t.Errorf("foreseen %v, then %v; want %s", err, fetched, code)
		}
	}
}
