package fetch_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// turn is what happens to one request or one unit.
type turn byte

const (
	goesWell turn = iota
	breaksOff
	stalls
	endsInALine
	terminates
	isRefused
	isForbidden
	hasARejectedLine
	isCanceled
	isNotAcknowledged // the unit is stored, and the plugin dies before it says so
	isNotStored
	turns
)

// fate gives turns one after the other, and goesWell when there are no more.
type fate struct {
	script []byte
	cancel context.CancelFunc
	// last is the turn of the request whose unit is being written. Requests come one at a time.
	last turn
}

func (f *fate) next() turn {
	f.last = goesWell
	if len(f.script) > 0 {
		f.last, f.script = turn(f.script[0])%turns, f.script[1:]
	}
	return f.last
}

// Export is a [fetch.Exporter] that does as fate wills.
func (f *fate) Export(_ context.Context, request mixpanel.ExportRequest) (*mixpanel.Export, error) {
	text := bodyOf(request.FromDate, request.ToDate)
	half := strings.NewReader(text[:len(text)/2])
	var body io.Reader = strings.NewReader(text)
	switch f.next() {
	case isRefused:
		return nil, &mperr.ServerError{Message: "503"}
	case isForbidden:
		return nil, &mperr.AuthFailed{Message: "403"}
	case breaksOff:
		body = io.MultiReader(half, iotest.ErrReader(&mperr.ExportTruncated{FromDate: request.FromDate, ToDate: request.ToDate}))
	case stalls:
		body = io.MultiReader(half, iotest.ErrReader(&mperr.HTTPError{Message: "stalled"}))
	case endsInALine:
		body = strings.NewReader(text[:len(text)-4])
	case terminates:
		body = io.MultiReader(strings.NewReader(text[:strings.Index(text, "\n")+1]), strings.NewReader("terminated early\n"))
	case hasARejectedLine:
		body = strings.NewReader("[]\n" + text)
	case isCanceled:
		f.cancel()
	}
	return &mixpanel.Export{Body: io.NopCloser(body)}, nil
}

// fatal is a sink that does as fate wills.
type fatal struct {
	storage.Sink

	fate *fate
}

func (s *fatal) WriteUnit(ctx context.Context, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	dead := &mperr.PluginCrashed{Evidence: mperr.Evidence{Plugin: "mp-storage-x", Call: "storage.WriteUnit", Problem: "its process ended"}}
	if s.fate.last == isNotStored {
		return storage.UnitReport{}, dead
	}
	report, err := s.Sink.WriteUnit(ctx, session, unit, rows)
	if err == nil && s.fate.last == isNotAcknowledged {
		return storage.UnitReport{}, dead
	}
	return report, err
}

// bodyOf is what an export of days brings: of each some events, one of them twice.
func bodyOf(from, to string) string {
	var lines strings.Builder
	for _, one := range eventsOf(from, to) {
		fmt.Fprintf(&lines, `{"event":%q,"properties":%s}`+"\n", one.Name, one.Properties)
		if strings.HasSuffix(one.InsertID, "-1") {
			fmt.Fprintf(&lines, `{"event":%q,"properties":%s}`+"\n", one.Name, one.Properties)
		}
	}
	return lines.String()
}

// eventsOf are the rows that the days become.
func eventsOf(from, to string) (rows []row) {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err)
	}
	for d := first; d.Format(time.DateOnly) <= to; d = d.AddDate(0, 0, 1) {
		for i := range 3 {
			at := d.Add(time.Duration(i) * time.Hour)
			id := fmt.Sprintf("%s-%d", d.Format(time.DateOnly), i)
			rows = append(rows, row{
				Name: "Visit", DistinctID: "u", InsertID: id, Day: d.Format(time.DateOnly), Time: at,
				Properties: fmt.Sprintf(`{"time":%d,"distinct_id":"u","$insert_id":%q}`, at.UnixMilli(), id),
			})
		}
	}
	slices.SortFunc(rows, compareRows)
	return rows
}

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
