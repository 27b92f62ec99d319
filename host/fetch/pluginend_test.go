package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// mortal is a sink whose plugin ends when a number of units is stored. With cancel nobody answers any more, and the one who
// watches the process cancels the fetch.
type mortal struct {
	storage.Sink

	units  int
	end    error
	cancel context.CancelCauseFunc
}

func (m *mortal) WriteUnit(ctx context.Context, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	if m.units > 0 {
		m.units--
		return m.Sink.WriteUnit(ctx, session, unit, rows)
	}
	if m.cancel == nil {
		return storage.UnitReport{}, m.end
	}
	m.cancel(m.end)
	return storage.UnitReport{}, mperr.From(ctx.Err())
}

func (m *mortal) Abort(ctx context.Context, session string) error {
	// The session goes with the process; this sink's has to be told.
	_ = m.Sink.Abort(ctx, session)
	return m.end
}

func (m *mortal) Coverage(ctx context.Context, table string) ([]storage.Day, error) {
	if m.units == 0 {
		return nil, m.end
	}
	return m.Sink.Coverage(ctx, table)
}

func TestAPluginThatEndsLeavesAFetchThatGoesOn(t *testing.T) {
	crash := &mperr.PluginCrashed{Evidence: mperr.Evidence{Plugin: "mp-storage-x", Call: "storage.WriteUnit", Problem: "its process ended"}}
	hang := &mperr.PluginTimeout{Evidence: mperr.Evidence{Plugin: "mp-storage-x", Call: "storage.WriteUnit", Problem: "it hangs"}}
	for name, c := range map[string]struct {
		end     error
		watched bool
		mode    storage.Mode
	}{
		"crash": {crash, false, storage.Create}, "hang": {hang, false, storage.Append}, "watched crash": {crash, true, storage.Replace},
	} {
		w := newWorld(t, mpsim.Project{Events: 1000})
		if c.mode == storage.Append {
			if _, err := w.fetch(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-01"}); err != nil {
				t.Fatal(err)
			}
		}
		var log bytes.Buffer
		w.config.Log = slog.New(slog.NewTextHandler(&log, nil))
		ctx, cancel := context.WithCancelCause(t.Context())
		sink := &mortal{Sink: w.open(), units: 2, end: c.end}
		if c.watched {
			sink.cancel = cancel
		}
		request := january
		request.Mode, request.Workers = c.mode, 1
		summary, err := fetch.Events(ctx, w.client, sink, request, w.config)
		cancel(nil)
		w.close(sink.Sink)
		incomplete, ok := errors.AsType[*mperr.FetchIncomplete](err)
		if !ok || mperr.ExitCode(err) != mperr.ExitPartial || !errors.Is(err, c.end) {
			t.Fatalf("%s: %v", name, err)
		}
		want := [][]string{{"2026-01-15", "2026-01-31"}}
		if diff := cmp.Diff(want, incomplete.FailedDateRanges); diff != "" || incomplete.FirstCode != mperr.CodeOf(c.end) ||
			!strings.Contains(err.Error(), "storage.WriteUnit") || incomplete.StoredUnits != 2 || cmp.Diff(want, summary.Failed) != "" {
			t.Errorf("%s: %+v\n%s", name, incomplete, diff)
		}
		if log.Len() > 0 {
			t.Errorf("%s: the log adds %s", name, &log)
		}
		if _, err := w.fetch(request); err != nil {
			t.Errorf("%s, again: %v", name, err)
		}
		checkTable(t, w, "events", "2026-01-01", "2026-01-31")
	}
}

func TestAPluginThatEndsBeforeAnythingIsStoredIsTheError(t *testing.T) {
	crash := &mperr.PluginCrashed{Evidence: mperr.Evidence{Plugin: "mp-storage-x"}}
	w := newWorld(t, mpsim.Project{Events: 1000})
	for _, watched := range []bool{false, true} {
		ctx, cancel := context.WithCancelCause(t.Context())
		sink := &mortal{Sink: w.open(), end: crash}
		if watched {
			sink.cancel = cancel
		}
		summary, err := fetch.Events(ctx, w.client, sink, january, w.config)
		cancel(nil)
		w.close(sink.Sink)
		if mperr.CodeOf(err) != "PLUGIN_CRASHED" || len(summary.Failed) != 1 || summary.Committed {
			t.Errorf("watched %v: %v, %+v", watched, err, summary)
		}
	}
}

func TestAnInterruptComesBeforeThePluginsEnd(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 1000})
	ctx, cancel := context.WithCancel(t.Context())
	sink := &mortal{Sink: w.open(), end: &mperr.PluginCrashed{}, cancel: func(error) { cancel() }}
	defer w.close(sink.Sink)
	if _, err := fetch.Events(ctx, w.client, sink, january, w.config); mperr.CodeOf(err) != "CANCELED" {
		t.Errorf("got %v, want CANCELED", err)
	}
}
