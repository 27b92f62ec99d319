package fetch_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// liar is a sink that misreports.
type liar struct {
	storage.Sink

	write  func(storage.UnitReport) storage.UnitReport
	cover  func([]storage.Day) []storage.Day
	lazy   bool
	broken error
}

func (l *liar) WriteUnit(ctx context.Context, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	if l.lazy {
		_, err := rows.Next(ctx)
		return storage.UnitReport{Unit: unit}, err
	}
	if l.broken != nil {
		return storage.UnitReport{}, l.broken
	}
	report, err := l.Sink.WriteUnit(ctx, session, unit, rows)
	if l.write != nil {
		report = l.write(report)
	}
	return report, err
}

func (l *liar) Coverage(ctx context.Context, table string) ([]storage.Day, error) {
	days, err := l.Sink.Coverage(ctx, table)
	if l.cover != nil {
		days = l.cover(days)
	}
	return days, err
}

func TestASinkThatDoesNotAccountForEveryLineIsFound(t *testing.T) {
	for name, sink := range map[string]*liar{
		"loses a line":           {write: func(r storage.UnitReport) storage.UnitReport { r.Received--; r.Stored--; return r }},
		"invents a reject":       {write: func(r storage.UnitReport) storage.UnitReport { r.Rejected++; r.Stored--; return r }},
		"does not balance":       {write: func(r storage.UnitReport) storage.UnitReport { r.Stored--; return r }},
		"does not read":          {lazy: true},
		"forgets a day":          {cover: func(days []storage.Day) []storage.Day { return days[1:] }},
		"covers fewer":           {cover: func(days []storage.Day) []storage.Day { days[0].Stored--; days[0].Received--; return days }},
		"covers without balance": {cover: func(days []storage.Day) []storage.Day { days[0].Duplicates++; return days }},
	} {
		w := newWorld(t, mpsim.Project{Events: 1000})
		sink.Sink = w.open()
		summary, err := fetch.Events(t.Context(), w.client, sink, january, w.config)
		if mperr.CodeOf(err) != "STORAGE_FAILED" {
			t.Errorf("%s: %v, %+v", name, err, summary.Counts)
		}
		w.close(sink.Sink)
	}
}

func TestTheSinksOwnErrorStopsTheRun(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 1000})
	full := &mperr.StorageFull{Path: "/data/x.duckdb"}
	sink := &liar{Sink: w.open(), broken: full}
	defer w.close(sink.Sink)
	request := january
	request.Workers = 1
	asked := w.exports()
	_, err := fetch.Events(t.Context(), w.client, sink, request, w.config)
	if !errors.Is(err, full) || asked() != 1 {
		t.Errorf("%v after %d requests", err, asked())
	}
}

// silence exports nothing, and notes by how many it was asked at once.
type silence struct {
	mu            sync.Mutex
	running, most int
	takes         time.Duration
}

func (s *silence) Export(ctx context.Context, _ mixpanel.ExportRequest) (*mixpanel.Export, error) {
	s.mu.Lock()
	s.running++
	s.most = max(s.most, s.running)
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.running--; s.mu.Unlock() }()
	time.Sleep(s.takes)
	return &mixpanel.Export{Body: io.NopCloser(strings.NewReader(""))}, nil
}

func TestRequestsKeepToTheWorkers(t *testing.T) {
	for workers, want := range map[int]int{0: 4, 1: 1, 7: 7} {
		synctest.Test(t, func(t *testing.T) {
			sink, err := sdktest.NewEngine().Open(t.Context(), storage.Options{Location: "x"})
			if err != nil {
				t.Fatal(err)
			}
			exporter := &silence{takes: 10 * time.Second}
			request := fetch.Request{Table: "t", From: "1999-01-01", To: "1999-01-28", UnitDays: 1, Workers: workers}
			summary, err := fetch.Events(t.Context(), exporter, sink, request, fetch.Config{ProjectID: "1"})
			if err != nil || summary.Units != 28 || exporter.most != want {
				t.Errorf("%d workers: %v, %d units, %d at once", workers, err, summary.Units, exporter.most)
			}
		})
	}
}

func TestADeadlineThatPassesIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink, err := sdktest.NewEngine().Open(t.Context(), storage.Options{Location: "x"})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		request := fetch.Request{Table: "t", From: "1999-01-01", To: "1999-01-28", UnitDays: 1}
		_, err = fetch.Events(ctx, &silence{takes: 40 * time.Second}, sink, request, fetch.Config{ProjectID: "1"})
		if !errors.Is(err, context.DeadlineExceeded) || mperr.CodeOf(err) != "DEADLINE_EXCEEDED" {
			t.Errorf("%v", err)
		}
	})
}
