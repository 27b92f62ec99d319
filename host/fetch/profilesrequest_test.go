package fetch_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestASelectionOfProfilesIsWhatWasAskedFor(t *testing.T) {
	w := newWorld(t, crowd(120, 50))
	all := w.crowd()
	ids := slices.Sorted(func(yield func(string) bool) {
		for id := range all {
			if !yield(id) {
				return
			}
		}
	})
	for name, test := range map[string]struct {
		request fetch.ProfilesRequest
		want    int
		asked   int
	}{
		"one":          {fetch.ProfilesRequest{DistinctID: ids[3]}, 1, 1},
		"unknown":      {fetch.ProfilesRequest{DistinctID: "nobody"}, 0, 1},
		"some, twice":  {fetch.ProfilesRequest{DistinctIDs: []string{ids[1], ids[2], ids[1]}}, 2, 1},
		"nobody":       {fetch.ProfilesRequest{DistinctIDs: []string{}}, 0, 0},
		"by condition": {fetch.ProfilesRequest{Where: "1 == 2"}, 0, 1},
	} {
		test.request.Table, test.request.Mode = "people", storage.Replace
		asked := w.exports()
		summary, err := w.profiles(test.request)
		if err != nil || len(w.people()) != test.want || summary.Rows() != int64(test.want) || asked() != test.asked {
			t.Errorf("%s: %v, %d profiles by %d requests", name, err, summary.Rows(), asked())
		}
	}
}

func TestManyIDsAreAskedForInParts(t *testing.T) {
	w := newLimitedWorld(t, crowd(4500, 1000), mpsim.Limits{QueryPerHour: 3, QueryConcurrent: 5})
	var ids []string
	for id := range w.crowd() {
		ids = append(ids, id, id)
	}
	request := everybody
	request.DistinctIDs = ids
	summary, err := w.profiles(request)
	if err != nil {
		t.Fatal(err)
	}
	checkPeople(t, w, summary)
	if now := w.clock.Now(); now.Format(time.RFC3339) != "2026-02-15T12:00:00Z" {
		t.Errorf("3 queries of 2000 ids were to do, and one had to wait until %s", now)
	}
}

func TestARequestForProfilesWithoutSenseAsksNothing(t *testing.T) {
	w := newWorld(t, crowd(10, 100))
	good := `[{"window":"30d","name":"b","event_selectors":[{"event":"Signup"}]}]`
	asked := w.exports()
	for argument, requests := range map[string][]fetch.ProfilesRequest{
		"table":             {{Table: "a b"}},
		"mode":              {{Mode: "upsert"}},
		"distinct_id":       {{DistinctID: "a", DistinctIDs: []string{"b"}}},
		"distinct_ids":      {{DistinctIDs: []string{""}}},
		"include_all_users": {{IncludeAllUsers: true}},
		"as_of": {
			{AsOf: w.clock.Now().Add(time.Second), Behaviors: good, Where: "1 == 1"}, {AsOf: w.clock.Now()},
		},
		"behaviors": {
			{Behaviors: good}, {Behaviors: good, Where: "1 == 1", CohortID: "7"}, {Behaviors: "{}", Where: "x"}, {Behaviors: "[]", Where: "x"},
			{Behaviors: "[1]", Where: "x"}, {Behaviors: `[{"name":"b","event_selectors":[1]}]`, Where: "x"},
			{Behaviors: `[{"window":"30d","event_selectors":[1]}]`, Where: "x"}, {Behaviors: `[{"window":"30d","name":"b"}]`, Where: "x"},
			{Behaviors: `[{"window":"30d","name":"b","event_selectors":{}}]`, Where: "x"},
		},
		"cohort_id":         {{CohortID: "x"}, {CohortID: "-1"}, {CohortID: "1}"}},
		"group_id":          {{GroupID: "x"}, {GroupID: "1.5"}},
		"where":             {{Where: " "}, {Where: "\xff"}},
		"incremental":       {{Incremental: true}},
		"workers":           {{Workers: -1}},
		"max_rejects":       {{MaxRejects: -1}},
		"max_missing":       {{MaxMissing: -1}},
		"output_properties": {{OutputProperties: []string{""}}},
	} {
		for _, request := range requests {
			if request.Table == "" {
				request.Table = "people"
			}
			_, err := w.profiles(request)
			invalid, ok := errors.AsType[*mperr.InvalidArgument](err)
			if !ok || invalid.Argument != argument || asked() != 0 {
				t.Errorf("%s: %+v gives %v after %d requests", argument, request, err, asked())
			}
		}
	}
}

func TestProfilesAreNotAppendedToWhatTheyDoNotGoWith(t *testing.T) {
	w := newWorld(t, crowd(10, 100))
	if _, err := w.profiles(everybody); err != nil {
		t.Fatal(err)
	}
	before := w.people()
	other := w.config
	other.ProjectID = "7"
	for name, test := range map[string]struct {
		request fetch.ProfilesRequest
		config  fetch.Config
		code    mperr.Code
	}{
		"a group":         {fetch.ProfilesRequest{GroupID: "-5"}, w.config, "INVALID_ARGUMENT"},
		"less of each":    {fetch.ProfilesRequest{OutputProperties: []string{"$email"}}, w.config, "INVALID_ARGUMENT"},
		"another project": {fetch.ProfilesRequest{}, other, "INVALID_ARGUMENT"},
		"nothing there":   {fetch.ProfilesRequest{Table: "others"}, w.config, "TABLE_NOT_FOUND"},
	} {
		test.request.Mode = storage.Append
		if test.request.Table == "" {
			test.request.Table = "people"
		}
		sink := w.open()
		asked := w.exports()
		_, err := fetch.Profiles(t.Context(), w.client, sink, test.request, test.config)
		w.close(sink)
		if mperr.CodeOf(err) != test.code || asked() != 0 {
			t.Errorf("%s: %v after %d requests", name, err, asked())
		}
	}
	if diff := cmp.Diff(before, w.people()); diff != "" {
		t.Errorf("the table has changed (-before +after):\n%s", diff)
	}
}
