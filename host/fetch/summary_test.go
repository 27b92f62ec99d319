package fetch_test

import (
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// checkBooks holds the summary of a whole fetch against the truth and itself.
func checkBooks(t *testing.T, w *world, summary fetch.Summary) {
	t.Helper()
	rows, err := w.sim.Rows(projectID, day(t, summary.FromDate), day(t, summary.ToDate))
	if err != nil {
		t.Fatal(err)
	}
	var received int64
	for i, want := range rows {
		received += int64(want.Rows)
		if got := summary.Days[i]; got.Day != want.Day.String() || got.Received-got.Rejected != int64(want.Rows) ||
			got.Received != got.Stored+got.Duplicates+got.Rejected {
			t.Errorf("day %+v, want %d rows received", got, want.Rows)
		}
	}
	all := summary.Received + summary.Resumed.Received
	if !summary.Balances() || !summary.Resumed.Balances() || all-summary.Rejected-summary.Resumed.Rejected != received {
		t.Errorf("received %+v and %+v, want %d", summary.Counts, summary.Resumed, received)
	}
	if !summary.Committed || summary.TableRows != summary.Rows() || len(summary.Failed) != 0 {
		t.Errorf("committed %v, %d rows in the table and %d fetched, failed %v",
			summary.Committed, summary.TableRows, summary.Rows(), summary.Failed)
	}
}

func TestProgressCountsUpToTheSummary(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	var steps []fetch.Progress
	w.config.Progress = func(p fetch.Progress) { steps = append(steps, p) }
	w.inject(mpsim.Fault{Effect: mpsim.Cut{After: 5000}})
	summary, err := w.fetch(january)
	if err != nil {
		t.Fatal(err)
	}
	count := map[fetch.Step]int{}
	for _, p := range steps {
		count[p.Step]++
	}
	if count[fetch.Planned] != 1 || count[fetch.Stored] != 5 || count[fetch.Retrying] != 1 || count[fetch.Started] != 6 || count[fetch.Committed] != 1 {
		t.Errorf("steps %v", count)
	}
	first, last := steps[0], steps[len(steps)-1]
	if first.Step != fetch.Planned || first.Units != 5 || first.Days != 31 || last.Step != fetch.Committed {
		t.Errorf("begins with %+v and ends with %+v", first, last)
	}
	if last.Lines != summary.Received || last.Bytes != summary.Bytes || last.UnitsStored != 5 || last.UnitsFailed != 0 {
		t.Errorf("ends with %+v, summary %+v", last, summary.Counts)
	}
}

func TestASummaryBecomesAFetchResult(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	summary, err := w.fetch(january)
	if err != nil {
		t.Fatal(err)
	}
	result, err := summary.Result()
	if err != nil {
		t.Fatal(err)
	}
	from, to, ok := result.DateRange()
	if result.TableName() != "events" || result.Rows() != summary.TableRows || result.Type() != storage.Events ||
		from != "2026-01-01" || to != "2026-01-31" || !ok || !result.FetchedAt().Equal(w.clock.Now()) {
		t.Errorf("%+v", result)
	}
}
