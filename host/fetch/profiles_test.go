package fetch_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// everybody asks for all profiles.
var everybody = fetch.ProfilesRequest{Table: "people"}

// profile is a stored row, or what should be stored.
type profile struct {
	DistinctID, Properties string
	LastSeen               time.Time
}

// crowd is a project with so many profiles on pages of so many.
func crowd(profiles, pageSize int) mpsim.Project {
	if profiles == 0 {
		profiles = -1
	}
	return mpsim.Project{Events: 200, Users: 50, Profiles: profiles, Engage: mpsim.Engage{PageSize: pageSize}}
}

// profiles is one run of a command: open the store, fetch, close.
func (w *world) profiles(request fetch.ProfilesRequest) (fetch.Summary, error) {
	w.t.Helper()
	sink := w.open()
	defer w.close(sink)
	return fetch.Profiles(w.t.Context(), w.client, sink, request, w.config)
}

// people gives the rows of the table people, by their ids.
func (w *world) people() map[string]profile {
	w.t.Helper()
	sink := w.open()
	defer w.close(sink)
	reader, err := sink.(storage.Sampler).Sample(w.t.Context(), "people", 1<<30)
	if err != nil {
		w.t.Fatal(err)
	}
	defer reader.Close()
	rows := map[string]profile{}
	for {
		batch, err := reader.Next(w.t.Context())
		if err == io.EOF {
			return rows
		}
		if err != nil {
			w.t.Fatal(err)
		}
		column := func(name string) arrow.Array { return batch.Column(batch.Schema().FieldIndices(name)[0]) }
		for i := range int(batch.NumRows()) {
			row := profile{
				DistinctID: strings.Clone(column(storage.ColumnDistinctID).(*array.String).Value(i)),
				Properties: strings.Clone(column(storage.ColumnProperties).(*array.String).Value(i)),
			}
			if seen := column(storage.ColumnLastSeen).(*array.Timestamp); seen.IsValid(i) {
				row.LastSeen = seen.Value(i).ToTime(arrow.Microsecond).UTC()
			}
			if _, twice := rows[row.DistinctID]; twice {
				w.t.Errorf("%s is there twice", row.DistinctID)
			}
			rows[row.DistinctID] = row
		}
	}
}

// crowd gives the profiles that Mixpanel has now.
func (w *world) crowd() map[string]profile {
	w.t.Helper()
	all, err := w.sim.Profiles(projectID)
	if err != nil {
		w.t.Fatal(err)
	}
	rows := map[string]profile{}
	for one := range all {
		rows[one.ID] = w.profileOf(one)
	}
	return rows
}

func (w *world) profileOf(one mpsim.Profile) profile {
	var parts struct {
		Properties json.RawMessage `json:"$properties"`
	}
	if err := json.Unmarshal(one.AppendJSON(nil, nil), &parts); err != nil {
		w.t.Fatal(err)
	}
	return profile{DistinctID: one.ID, Properties: string(parts.Properties), LastSeen: one.LastSeen}
}

// faulty makes requests for profiles go wrong.
func (w *world) faulty(skip, times int, effect mpsim.Effect) {
	w.t.Helper()
	w.inject(mpsim.Fault{Path: "/api/query/engage", Skip: skip, Times: times, Effect: effect})
}

// checkPeople compares the table with Mixpanel's profiles, row by row, and the books with both.
func checkPeople(t *testing.T, w *world, summary fetch.Summary) {
	t.Helper()
	want := w.crowd()
	if diff := cmp.Diff(want, w.people()); diff != "" {
		t.Errorf("profiles (-want +got):\n%.4000s", diff)
	}
	n := int64(len(want))
	if !summary.Committed || !summary.Balances() || summary.Stored != n || summary.TableRows != n || summary.Received != n {
		t.Errorf("of %d profiles the books say %+v", n, summary)
	}
}

func TestProfilesAreStoredRowByRow(t *testing.T) {
	for _, short := range []bool{false, true} {
		for _, test := range []struct{ profiles, pageSize, pages int }{
			{0, 100, 1}, {1, 100, 1}, {99, 100, 1}, {100, 100, 1}, {101, 100, 2}, {300, 100, 3}, {1234, 100, 13}, {57, 1, 57},
		} {
			project := crowd(test.profiles, test.pageSize)
			project.Engage.ShortPages = short
			w := newWorld(t, project)
			asked := w.exports()
			summary, err := w.profiles(everybody)
			if err != nil {
				t.Fatalf("%+v: %v", test, err)
			}
			checkPeople(t, w, summary)
			if !short && (summary.Pages != test.pages || asked() > test.pages+1) {
				t.Errorf("%+v: %d pages by %d requests", test, summary.Pages, asked())
			}
		}
	}
}

func TestSixtyPagesOfProfilesAreOneQueryOfTheHour(t *testing.T) {
	w := newLimitedWorld(t, crowd(12_000, 200), mpsim.Limits{QueryPerHour: 1, QueryConcurrent: 5})
	before := w.clock.Now()
	summary, err := w.profiles(everybody)
	if err != nil || summary.Pages != 60 || !w.clock.Now().Equal(before) {
		t.Fatalf("%v, %d pages after %s", err, summary.Pages, w.clock.Now().Sub(before))
	}
	checkPeople(t, w, summary)
}

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

func TestASinkThatLosesAProfileIsFound(t *testing.T) {
	for name, sink := range map[string]*liar{
		"loses a profile": {write: func(r storage.UnitReport) storage.UnitReport { r.Received--; r.Stored--; return r }},
		"is off balance":  {write: func(r storage.UnitReport) storage.UnitReport { r.Stored--; return r }},
		"invents copies":  {write: func(r storage.UnitReport) storage.UnitReport { r.Stored--; r.Duplicates++; return r }},
		"does not read":   {lazy: true},
	} {
		w := newWorld(t, crowd(200, 100))
		sink.Sink = w.open()
		_, err := fetch.Profiles(t.Context(), w.client, sink, everybody, w.config)
		if mperr.CodeOf(err) != "STORAGE_FAILED" {
			t.Errorf("%s: %v", name, err)
		}
		w.close(sink.Sink)
	}
}

func TestTwoFetchesOfOneTableDoNotMix(t *testing.T) {
	w := newWorld(t, crowd(400, 100))
	sink := w.open()
	config := w.config
	var second error
	config.Progress = func(p fetch.Progress) {
		if p.Step == fetch.Stored && second == nil {
			_, second = fetch.Profiles(t.Context(), w.client, sink, everybody, w.config)
		}
	}
	summary, err := fetch.Profiles(t.Context(), w.client, sink, everybody, config)
	w.close(sink)
	if err != nil || mperr.CodeOf(second) != "SESSION_CONFLICT" {
		t.Fatalf("%v, and beside it %v", err, second)
	}
	checkPeople(t, w, summary)
}

func ExampleProfiles() {
	sink, err := sdktest.NewEngine().Open(context.Background(), storage.Options{Location: "store"})
	if err != nil {
		panic(err)
	}
	summary, err := fetch.Profiles(context.Background(), threePages{}, sink, fetch.ProfilesRequest{Table: "people"}, fetch.Config{ProjectID: "1"})
	fmt.Println(summary.Rows(), "profiles on", summary.Pages, "pages", err)
	// Output: 5 profiles on 3 pages <nil>
}
