package host_test

import (
	"context"
	"errors"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// held starts a fetch of profiles whose first page is held back until release is called, which waits for its end.
func held(t *testing.T, w *world, workspace *host.Workspace, request fetch.ProfilesRequest) (release func() (fetch.Summary, error)) {
	t.Helper()
	page := gate{make(chan struct{}), make(chan struct{})}
	if err := w.simulator.Inject(mpsim.Fault{Path: "/api/query/engage", Effect: page}); err != nil {
		t.Fatal(err)
	}
	var summary fetch.Summary
	var err error
	ended := make(chan struct{})
	go func() { // ends with the fetch, which release waits for
		defer close(ended)
		summary, err = workspace.FetchProfiles(t.Context(), request)
	}()
	select {
	case <-page.reached:
	case <-ended:
		t.Fatalf("%s ended before its first page: %v", request.Mode, err)
	}
	return func() (fetch.Summary, error) {
		close(page.open)
		<-ended
		return summary, err
	}
}

// profiles are the rows of a table and the people in it.
func profiles(t *testing.T, workspace *host.Workspace, table string) (rows, people int64) {
	t.Helper()
	stats, err := workspace.ColumnStats(t.Context(), table, storage.ColumnDistinctID, 0)
	if err != nil {
		t.Fatal(err)
	}
	fields := stats.Fields()
	return fields.Count, fields.UniqueCount
}

// TestOfTwoFetchesOfProfilesIntoATableTheLaterOneIsRefused tries every mode beside every other, and that the earlier one is
// whole in the end, with each profile once.
func TestOfTwoFetchesOfProfilesIntoATableTheLaterOneIsRefused(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	create := fetch.ProfilesRequest{Table: "people", Mode: storage.Create}
	replace := fetch.ProfilesRequest{Table: "people", Mode: storage.Replace}
	appending := fetch.ProfilesRequest{Table: "people", Mode: storage.Append}
	incremental := fetch.ProfilesRequest{Table: "people", Mode: storage.Append, Incremental: true}
	var all int64
	for _, test := range []struct{ first, second fetch.ProfilesRequest }{
		{create, create}, {create, replace}, {replace, replace}, {replace, incremental}, {appending, appending}, {incremental, incremental},
		{incremental, replace}, {replace, create},
	} {
		if test.first.Mode == storage.Create && all > 0 {
			if err := workspace.Drop(t.Context(), "people"); err != nil {
				t.Fatal(err)
			}
		}
		release := held(t, w, workspace, test.first)
		_, refused := workspace.FetchProfiles(t.Context(), test.second)
		if !errors.As(refused, new(*mperr.SessionConflict)) {
			t.Errorf("%s beside %s: error = %v, want a conflict of sessions", test.second.Mode, test.first.Mode, refused)
		}
		summary, err := release()
		if err != nil || !summary.Committed {
			t.Fatalf("%s beside %s: %v, %+v", test.first.Mode, test.second.Mode, err, summary)
		}
		rows, people := profiles(t, workspace, "people")
		if all == 0 {
			all = rows
		}
		if rows != people || rows != all || all == 0 {
			t.Errorf("%s beside %s leaves %d rows of %d people, want %d", test.second.Mode, test.first.Mode, rows, people, all)
		}
	}
}

// TestAFetchOfProfilesThatEndsLeavesTheOtherTableAlone cancels one while another table's goes on, and repeats it.
func TestAFetchOfProfilesThatEndsLeavesTheOtherTableAlone(t *testing.T) {
	w := startWorld(t)
	workspace := open(t, w, nil)
	release := held(t, w, workspace, fetch.ProfilesRequest{Table: "one"})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := workspace.FetchProfiles(ended, fetch.ProfilesRequest{Table: "two"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want a cancelled context's", err)
	}
	if _, err := workspace.FetchEvents(t.Context(), fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
		t.Errorf("events beside profiles: %v", err)
	}
	if summary, err := release(); err != nil || !summary.Committed {
		t.Fatalf("%v, %+v", err, summary)
	}
	if _, err := workspace.FetchProfiles(t.Context(), fetch.ProfilesRequest{Table: "two"}); err != nil {
		t.Fatal(err)
	}
	one, _ := profiles(t, workspace, "one")
	if two, people := profiles(t, workspace, "two"); one != two || two != people || two == 0 {
		t.Errorf("%d profiles in one table, %d of %d people in the other", one, two, people)
	}
}
