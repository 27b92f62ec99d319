package fetch_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// selections are requests that differ in one filter each, by the filter that tells them from everybody. What they select is
// for Mixpanel to know.
var selections = map[string]fetch.ProfilesRequest{
	"where":        {Where: `properties["plan"] == "pro"`},
	"cohort_id":    {CohortID: "88103"},
	"distinct_ids": {DistinctIDs: []string{"b", "a", "b"}},
	"behaviors":    {Where: `behaviors["b"] > 0`, Behaviors: `[{"window":"30d","name":"b","event_selectors":[{"event":"Signup"}]}]`},
}

// into is the request for the table people.
func into(request fetch.ProfilesRequest, mode storage.Mode) fetch.ProfilesRequest {
	request.Table, request.Mode = "people", mode
	return request
}

func incrementally(request fetch.ProfilesRequest) fetch.ProfilesRequest {
	request = into(request, storage.Append)
	request.Incremental = true
	return request
}

// wantRefused wants a request refused for an argument before anything is asked.
func wantRefused(t *testing.T, w *world, name string, request fetch.ProfilesRequest, arguments ...string) {
	t.Helper()
	asked := w.exports()
	_, err := w.profiles(request)
	refused, ok := errors.AsType[*mperr.InvalidArgument](err)
	if !ok || !slices.Contains(arguments, refused.Argument) || asked() != 0 {
		t.Errorf("%s: %v after %d requests", name, err, asked())
	}
}

func TestAnIncrementalFetchByOtherFiltersThanTheTablesIsRefused(t *testing.T) {
	w := newWorld(t, crowd(40, 100))
	w.engine = &telling{w.engine}
	for filter, request := range selections {
		if _, err := w.profiles(into(everybody, storage.Replace)); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, w, filter+" of a whole table", incrementally(request), filter, "where")
		if _, err := w.profiles(into(request, storage.Replace)); err != nil {
			t.Fatalf("%s: %v", filter, err)
		}
		wantRefused(t, w, "everybody of a table by "+filter, incrementally(everybody), filter, "where")
		if _, err := w.profiles(incrementally(request)); err != nil {
			t.Errorf("%s: the same again: %v", filter, err)
		}
	}
	cohort := selections["cohort_id"]
	if _, err := w.profiles(into(cohort, storage.Replace)); err != nil {
		t.Fatal(err)
	}
	cohort.IncludeAllUsers = true
	wantRefused(t, w, "all users of a cohort", incrementally(cohort), "include_all_users")
}

func TestTheSameIDsInAnotherOrderAreTheSameFilter(t *testing.T) {
	w := newWorld(t, crowd(40, 100))
	w.engine = &telling{w.engine}
	request := fetch.ProfilesRequest{DistinctIDs: []string{"b", "a", "b"}}
	if _, err := w.profiles(into(request, storage.Replace)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.profiles(incrementally(fetch.ProfilesRequest{DistinctIDs: []string{"a", "b"}})); err != nil {
		t.Error(err)
	}
	for name, other := range map[string]fetch.ProfilesRequest{
		"one of them": {DistinctID: "a"}, "another": {DistinctIDs: []string{"a", "c"}}, "joined": {DistinctID: "ab"}, "nobody": {DistinctIDs: []string{}},
	} {
		wantRefused(t, w, name, incrementally(other), "distinct_ids")
	}
}

func TestAfterAnAppendByOtherFiltersTheNewestUpdateIsNotTrusted(t *testing.T) {
	w := newWorld(t, crowd(200, 100))
	w.engine = &telling{w.engine}
	w.clock.set("2026-01-10T00:00:00Z")
	if _, err := w.profiles(everybody); err != nil {
		t.Fatal(err)
	}
	w.clock.set("2026-01-20T00:00:00Z")
	// One profile that is newer than all that is stored; the others' updates of ten days are not there.
	latest, crowd := "", w.crowd()
	for id, row := range crowd {
		if latest == "" || row.LastSeen.After(crowd[latest].LastSeen) {
			latest = id
		}
	}
	if _, err := w.profiles(into(fetch.ProfilesRequest{DistinctID: latest}, storage.Append)); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, w, "everybody after one", incrementally(everybody), "incremental")
	if _, err := w.profiles(into(everybody, storage.Append)); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, w, "a mixed table stays one", incrementally(everybody), "incremental")
	summary, err := w.profiles(into(everybody, storage.Replace))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.profiles(incrementally(everybody)); err != nil {
		t.Error(err)
	}
	checkPeople(t, w, summary)
}

func TestAnotherDataViewIsAnotherFilter(t *testing.T) {
	w := newWorld(t, crowd(40, 100))
	w.engine = &telling{w.engine}
	in := func(view string) { w.config.DataView = view }
	for held, asked := range map[string]string{"": "5", "5": "", "6": "5"} {
		in(held)
		if _, err := w.profiles(into(everybody, storage.Replace)); err != nil {
			t.Fatal(err)
		}
		in(asked)
		wantRefused(t, w, "view "+asked+" of a table of view "+held, incrementally(everybody), "workspace_id")
		in(held)
		if _, err := w.profiles(incrementally(everybody)); err != nil {
			t.Errorf("view %q again: %v", held, err)
		}
		in(asked)
		if _, err := w.profiles(into(everybody, storage.Append)); err != nil {
			t.Fatal(err)
		}
		in(held)
		wantRefused(t, w, "view "+held+" after an append of view "+asked, incrementally(everybody), "incremental")
	}
}
