package fetch_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var january = fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-31"}

// checkTable holds a table against the truth, row by row.
func checkTable(t *testing.T, w *world, table, from, to string) {
	t.Helper()
	got, want := w.stored(table), w.truth(from, to)
	if slices.Equal(got, want) {
		return
	}
	t.Errorf("%s has %d rows, want %d", table, len(got), len(want))
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("first difference at %d (-want +got):\n%s", i, cmp.Diff(want[i], got[i]))
		}
	}
}

func TestAFetchedTableIsTheTruth(t *testing.T) {
	for name, test := range map[string]struct {
		project  mpsim.Project
		from, to string
		workers  int
	}{
		"a month in UTC":            {mpsim.Project{Timezone: "Europe/Lisbon"}, "2026-01-01", "2026-01-31", 0},
		"one worker":                {mpsim.Project{}, "2026-01-01", "2026-01-31", 1},
		"a single day":              {mpsim.Project{}, "2026-01-10", "2026-01-10", 0},
		"days before there is data": {mpsim.Project{}, "2025-12-20", "2026-01-05", 8},
		"an old project":            {mpsim.Project{Timezone: "America/New_York", ExportTime: mpsim.ExportProject}, "2026-01-01", "2026-01-31", 0},
		"clocks put back": {mpsim.Project{Timezone: "America/New_York", ExportTime: mpsim.ExportProject,
			First: day(t, "2025-10-25"), Days: 14}, "2025-10-25", "2025-11-07", 0},
		"clocks put forward": {mpsim.Project{Timezone: "Australia/Sydney", ExportTime: mpsim.ExportProject,
			First: day(t, "2025-10-01"), Days: 10}, "2025-10-01", "2025-10-10", 0},
		"a zone far east": {mpsim.Project{Timezone: "Pacific/Kiritimati", ExportTime: mpsim.ExportProject}, "2026-01-01", "2026-01-31", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, test.project)
			summary, err := w.fetch(fetch.Request{Table: "t", From: test.from, To: test.to, Workers: test.workers})
			if err != nil {
				t.Fatal(err)
			}
			checkTable(t, w, "t", test.from, test.to)
			checkBooks(t, w, summary)
			if summary.Misfiled != 0 || summary.Rejected != 0 {
				t.Errorf("misfiled %d, rejected %d", summary.Misfiled, summary.Rejected)
			}
		})
	}
}

func TestAMonthIsAHandfulOfRequests(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 100})
	asked := w.exports()
	summary, err := w.fetch(january)
	if err != nil || asked() != 5 || summary.Units != 5 {
		t.Errorf("%v, %d requests, %d units", err, asked(), summary.Units)
	}
	for _, request := range w.sim.Requests() {
		if !strings.Contains(request.Query, "time_in_ms=true") || !strings.Contains(request.Query, "project_id=424242") {
			t.Errorf("asked %s", request.Query)
		}
	}
}

func TestATableWithoutEventsIsPublishedEmpty(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	summary, err := w.fetch(fetch.Request{Table: "empty", From: "2020-05-01", To: "2020-05-03"})
	if err != nil || !summary.Committed || summary.Rows() != 0 || len(summary.Days) != 3 {
		t.Fatalf("%+v, %v", summary, err)
	}
	if rows := w.stored("empty"); len(rows) != 0 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestFiltersReachMixpanelAndTheTable(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	const name = "Page View"
	request := january
	request.Events, request.Where = []string{name}, `defined(properties["$os"])`
	if _, err := w.fetch(request); err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(w.truth("2026-01-01", "2026-01-31"), func(r row) bool {
		return r.Name != name || !strings.Contains(r.Properties, `"$os"`)
	})
	if got := w.stored("events"); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
	sink := w.open()
	defer w.close(sink)
	tables, err := sink.Tables(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantMetadata := storage.Metadata{ProjectID: "424242", FromDate: "2026-01-01", ToDate: "2026-01-31", FilterEvents: []string{name}, FilterWhere: request.Where}
	if diff := cmp.Diff(wantMetadata, tables[0].Metadata); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
}

func TestALimitIsOneRequestAndNeverComplete(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	asked := w.exports()
	request := january
	request.Limit = 500
	summary, err := w.fetch(request)
	if err != nil || asked() != 1 || summary.Received != 500 {
		t.Fatalf("%v, %d requests, %d received", err, asked(), summary.Received)
	}
	for _, held := range summary.Days {
		if held.Complete {
			t.Errorf("day %s is said to be complete", held.Day)
		}
	}
}

func TestTheTableIsRefusedBeforeAnyRequest(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 100})
	if _, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
		t.Fatal(err)
	}
	asked := w.exports()
	for code, request := range map[mperr.Code]fetch.Request{
		"TABLE_EXISTS":    {Table: "events", From: "2026-01-01", To: "2026-01-02"},
		"TABLE_NOT_FOUND": {Table: "other", From: "2026-01-01", To: "2026-01-02", Mode: storage.Append},
	} {
		if _, err := w.fetch(request); mperr.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	if asked() != 0 {
		t.Errorf("%d requests", asked())
	}
}

func TestATableOfAnotherKindIsRefusedBeforeAnyRequest(t *testing.T) {
	w := newWorld(t, crowd(20, 10))
	if _, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.profiles(everybody); err != nil {
		t.Fatal(err)
	}
	asked := w.exports()
	for _, mode := range []storage.Mode{storage.Append, storage.Replace} {
		events := fetch.Request{Table: "people", From: "2026-01-01", To: "2026-01-02", Mode: mode}
		_, foreseen := w.foresee(events)
		_, overProfiles := w.fetch(events)
		_, overEvents := w.profiles(fetch.ProfilesRequest{Table: "events", Mode: mode})
		for _, refusal := range []struct {
			err  error
			want mperr.TableKindMismatch
		}{
			{foreseen, mperr.TableKindMismatch{TableName: "people", Kind: "profiles", Wanted: "events"}},
			{overProfiles, mperr.TableKindMismatch{TableName: "people", Kind: "profiles", Wanted: "events"}},
			{overEvents, mperr.TableKindMismatch{TableName: "events", Kind: "events", Wanted: "profiles"}},
		} {
			mismatch, ok := errors.AsType[*mperr.TableKindMismatch](refusal.err)
			if !ok || *mismatch != refusal.want {
				t.Errorf("%s: %v, want %v", mode, refusal.err, &refusal.want)
			}
		}
	}
	if asked() != 0 {
		t.Errorf("%d requests", asked())
	}
	if stored, held := w.people(), w.crowd(); !cmp.Equal(stored, held) {
		t.Errorf("%d profiles are left of %d", len(stored), len(held))
	}
	checkTable(t, w, "events", "2026-01-01", "2026-01-02")
}

func TestReplaceSwapsTheTable(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	if _, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-10"}); err != nil {
		t.Fatal(err)
	}
	summary, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-08", To: "2026-01-12", Mode: storage.Replace})
	if err != nil {
		t.Fatal(err)
	}
	checkTable(t, w, "events", "2026-01-08", "2026-01-12")
	checkBooks(t, w, summary)
}
