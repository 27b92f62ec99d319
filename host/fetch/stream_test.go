package fetch_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// events are the lines of a stream, and its error.
func (w *world) events(request fetch.Request) (raw []string, rows []row, err error) {
	w.t.Helper()
	for event, err := range fetch.StreamEvents(w.t.Context(), w.client, request, w.config) {
		if err != nil {
			return raw, rows, err
		}
		raw = append(raw, string(event.Raw))
		id := event.InsertID
		if strings.HasPrefix(id, storage.SyntheticPrefix) {
			id = storage.SyntheticPrefix
		}
		rows = append(rows, row{
			Name: event.EventName, DistinctID: event.DistinctID, InsertID: id, Properties: string(event.Properties), Time: event.EventTime,
		})
	}
	return raw, rows, nil
}

// emptyFolder is a folder for what streams put aside; it is empty again at the end.
func (w *world) emptyFolder() {
	w.config.TempDir = w.t.TempDir()
	w.t.Cleanup(func() {
		if left, err := os.ReadDir(w.config.TempDir); err != nil || len(left) != 0 {
			w.t.Errorf("left behind: %v, %v", left, err)
		}
	})
}

func TestAStreamGivesEveryLineOfTheExportOnce(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	w.emptyFolder()
	w.inject(mpsim.Fault{Skip: 1, Times: 2, Effect: mpsim.Cut{After: 1500}})
	w.inject(mpsim.Fault{Skip: 3, Times: 1, Effect: mpsim.Status{Code: 503}})
	raw, rows, err := w.events(fetch.Request{From: "2026-01-01", To: "2026-01-31", UnitDays: 3})
	if err != nil {
		t.Fatal(err)
	}
	events, err := w.sim.Truth(projectID, day(t, "2026-01-01"), day(t, "2026-01-31"))
	if err != nil {
		t.Fatal(err)
	}
	var wantRaw []string
	var want []row
	for event := range events {
		line := event.AppendMillis(nil)
		wantRaw = append(wantRaw, string(line))
		one := w.rowOf(event, line)
		one.Day = ""
		want = append(want, one)
	}
	slices.Sort(raw)
	slices.Sort(wantRaw)
	if diff := cmp.Diff(wantRaw, raw); diff != "" {
		t.Errorf("lines (-want +got):\n%.3000s", diff)
	}
	slices.SortFunc(rows, compareRows)
	slices.SortFunc(want, compareRows)
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%.3000s", diff)
	}
}

func TestAStreamEndsAtItsLimitAndWhereNobodyReadsOn(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	w.emptyFolder()
	raw, _, err := w.events(fetch.Request{From: "2026-01-01", To: "2026-01-31", Limit: 7})
	if err != nil || len(raw) != 7 {
		t.Errorf("%d events, %v", len(raw), err)
	}
	if raw, _, err = w.events(fetch.Request{From: "2026-01-01", To: "2026-01-02", Where: "1 == 2"}); err != nil || len(raw) != 0 {
		t.Errorf("%d events, %v", len(raw), err)
	}
	read := 0
	for _, err := range fetch.StreamEvents(t.Context(), w.client, fetch.Request{From: "2026-01-01", To: "2026-01-31"}, w.config) {
		if err != nil {
			t.Fatal(err)
		}
		if read++; read == 3 {
			break
		}
	}
}

func TestAnInterruptedStreamKeepsWhatItGave(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	w.emptyFolder()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	given := 0
	var last error
	for _, err := range fetch.StreamEvents(ctx, w.client, fetch.Request{From: "2026-01-01", To: "2026-01-31", UnitDays: 1}, w.config) {
		if last = err; err == nil {
			given++
		}
		if given == 100 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || mperr.ExitCode(last) != mperr.ExitInterrupted || given != 100 {
		t.Errorf("%d events, %v", given, last)
	}
}

func TestAStreamThatFailsGivesWholeUnitsBefore(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	w.emptyFolder()
	w.inject(mpsim.Fault{Query: "from_date=2026-01-03", Times: -1, Effect: mpsim.Cut{After: 1500}})
	raw, _, err := w.events(fetch.Request{From: "2026-01-01", To: "2026-01-05", UnitDays: 1})
	before, err2 := w.sim.Rows(projectID, day(t, "2026-01-01"), day(t, "2026-01-02"))
	if err2 != nil {
		t.Fatal(err2)
	}
	want := 0
	for _, rows := range before {
		want += rows.Rows
	}
	if mperr.CodeOf(err) != "EXPORT_TRUNCATED" || len(raw) != want {
		t.Errorf("%d of %d events, %v", len(raw), want, err)
	}
	w.sim.ClearFaults()
	w.inject(mpsim.Fault{Query: "from_date=2026-01-01", Times: -1, Effect: mpsim.Malformed{Line: 3}})
	request := fetch.Request{From: "2026-01-01", To: "2026-01-01"}
	if raw, _, err := w.events(request); mperr.CodeOf(err) != "ROWS_REJECTED" || len(raw) != 0 {
		t.Errorf("%d events, %v", len(raw), err)
	}
	request.MaxRejects = 1
	if raw, _, err := w.events(request); err != nil || len(raw) == 0 {
		t.Errorf("%d events, %v", len(raw), err)
	}
	for _, wrong := range []fetch.Request{{}, {From: "2026-01-02", To: "2026-01-01"}, {From: "2026-01-01", To: "2026-01-02", Limit: -1}} {
		if _, _, err := w.events(wrong); mperr.CodeOf(err) != "INVALID_ARGUMENT" || mperr.CodeOf(fetch.CheckStream(wrong, w.config)) != "INVALID_ARGUMENT" {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

func TestWhatCannotBePutAsideIsSaid(t *testing.T) {
	w := newWorld(t, mpsim.Project{})
	w.config.TempDir = "/nowhere"
	if _, _, err := w.events(fetch.Request{From: "2026-01-01", To: "2026-01-01"}); mperr.CodeOf(err) != "STORAGE_FAILED" {
		t.Errorf("%v", err)
	}
	if _, err := w.streamed(fetch.ProfilesRequest{}); mperr.CodeOf(err) != "STORAGE_FAILED" {
		t.Errorf("%v", err)
	}
}

func TestARowOfAStreamIsWhatAStoredOneIs(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.UTC)
	for _, test := range []struct {
		row  fetch.EventRow
		want string
	}{
		{
			fetch.EventRow{EventName: "Sign Up", EventTime: at, DistinctID: "é", InsertID: "i", Properties: []byte(`{"n":1.0}`)},
			`{"event_name":"Sign Up","event_time":"2026-01-02T03:04:05.678","distinct_id":"é","insert_id":"i","properties":{"n":1.0}}`,
		},
		{
			fetch.EventRow{EventName: "a\"b\\c\n\x01<", EventTime: time.Unix(0, 0), Properties: []byte(`{}`)},
			`{"event_name":"a\"b\\c\u000a\u0001<","event_time":"1970-01-01T00:00:00","distinct_id":"","insert_id":"","properties":{}}`,
		},
	} {
		var read struct {
			EventName string `json:"event_name"`
		}
		got := test.row.AppendJSON(nil)
		if err := json.Unmarshal(got, &read); err != nil || string(got) != test.want || read.EventName != test.row.EventName {
			t.Errorf("got %s, %v\nwant %s", got, err, test.want)
		}
	}
}
