package fetch_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// machine is a fetch of six days in units of two that fate disturbs.
type machine struct {
	*world

	fate    *fate
	request fetch.Request
	old     []row // of the table to begin with
}

func newMachine(t *testing.T, script []byte, mode storage.Mode) *machine {
	t.Helper()
	m := &machine{world: &world{t: t, engine: sdktest.NewEngine()}, fate: &fate{cancel: func() {}}}
	m.config = fetch.Config{
		ProjectID: "1", Now: func() time.Time { return time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC) },
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	m.request = fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02", UnitDays: 2, Workers: 1}
	if mode != storage.Create {
		if _, err := m.run(); err != nil {
			t.Fatal(err)
		}
		m.old = eventsOf("2026-01-01", "2026-01-02")
	}
	m.request.To, m.request.Mode, m.request.Refetch = "2026-01-06", mode, mode == storage.Append
	m.fate.script = script
	return m
}

// run is one run of the command.
func (m *machine) run() (fetch.Summary, error) {
	m.t.Helper()
	ctx, cancel := context.WithCancel(m.t.Context())
	defer cancel()
	m.fate.cancel = cancel
	sink := m.open()
	defer m.close(sink)
	return fetch.Events(ctx, m.fate, &fatal{sink, m.fate}, m.request, m.config)
}

// visible gives the rows of the table; none where there is no table.
func (m *machine) visible() []row {
	m.t.Helper()
	sink := m.open()
	tables, err := sink.Tables(m.t.Context())
	m.close(sink)
	if err != nil {
		m.t.Fatal(err)
	}
	if len(tables) == 0 {
		return nil
	}
	return m.stored("events")
}

// checkHalfWay looks at the table after a run that did not end well: the old one, or whole units beside it.
func (m *machine) checkHalfWay() {
	m.t.Helper()
	rows := m.visible()
	if m.request.Mode != storage.Append {
		if diff := cmp.Diff(m.old, rows); diff != "" {
			m.t.Fatalf("the table has changed (-before +after):\n%s", diff)
		}
		return
	}
	want := slices.Clone(m.old)
	for _, unit := range [][2]string{{"2026-01-03", "2026-01-04"}, {"2026-01-05", "2026-01-06"}} {
		if slices.ContainsFunc(rows, func(r row) bool { return r.Day == unit[0] || r.Day == unit[1] }) {
			want = append(want, eventsOf(unit[0], unit[1])...)
		}
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		m.t.Fatalf("other than whole units is visible (-want +got):\n%s", diff)
	}
}

func FuzzUnitsAreStoredOnceAndWhole(f *testing.F) {
	modes := []storage.Mode{storage.Create, storage.Append, storage.Replace}
	for mode := range byte(len(modes)) {
		f.Add([]byte{}, mode)
		for one := range turns {
			f.Add([]byte{byte(one)}, mode)
			f.Add([]byte{byte(goesWell), byte(one), byte(one)}, mode)
		}
		f.Add([]byte{byte(breaksOff), byte(stalls), byte(terminates), byte(endsInALine), byte(isCanceled), byte(isNotAcknowledged)}, mode)
	}
	f.Fuzz(func(t *testing.T, script []byte, mode byte) {
		if len(script) > 64 {
			return
		}
		m := newMachine(t, script, modes[int(mode)%len(modes)])
		for {
			left := len(m.fate.script)
			summary, err := m.run()
			if !summary.Balances() || summary.Committed != (err == nil) {
				t.Fatalf("%v beside %+v", err, summary)
			}
			if err == nil {
				break
			}
			m.checkHalfWay()
			if len(m.fate.script) == left {
				t.Fatalf("undisturbed it fails: %v", err)
			}
		}
		if diff := cmp.Diff(eventsOf("2026-01-01", "2026-01-06"), m.visible()); diff != "" {
			t.Fatalf("rows (-want +got):\n%s", diff)
		}
	})
}
