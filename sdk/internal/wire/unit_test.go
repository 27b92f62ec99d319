package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// week is the unit of these tests.
var week = storage.Unit{ID: "2026-01-01..2026-01-07", FromDate: "2026-01-01", ToDate: "2026-01-07", Filter: "f"}

// kept is what a sink that reads a unit to its end remembers.
type kept struct {
	session string
	unit    storage.Unit
	numbers []int64
	footer  storage.Footer
	err     error
	started chan struct{}
	done    chan struct{}
}

// keeping is a sink that reads units to their end, as an engine must.
func keeping() (*sink, *kept) {
	k := &kept{started: make(chan struct{}), done: make(chan struct{})}
	return &sink{writeUnit: func(ctx context.Context, session string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		close(k.started)
		defer close(k.done)
		k.session, k.unit = session, u
		k.numbers, k.err = drain(ctx, rows)
		if k.err != nil {
			return storage.UnitReport{}, k.err
		}
		k.footer = rows.Footer()
		return storage.UnitReport{Unit: u, Received: int64(len(k.numbers)), Stored: int64(len(k.numbers))}, nil
	}}, k
}

func TestUnitArrivesWhole(t *testing.T) {
	s, k := keeping()
	rows := numberedBatches(25)
	rows.footer.Bytes = 1234
	rows.footer.Days = []storage.DayCount{{Day: "2026-01-01", Received: 250, Rejected: 1, Complete: true}}
	rows.footer.Rejects = []storage.Reject{{Day: "2026-01-01", Offset: 7, Reason: "no json", Start: "{\xff"}}
	rows.footer.Unfilled = []storage.Unfilled{
		{PropertyColumn: storage.PropertyColumn{Property: "Plan", Name: "Plan_2", Type: storage.Double}, Rows: 3},
	}
	report, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s1", week, rows)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(storage.UnitReport{Unit: week, Received: 250, Stored: 250}, report); diff != "" {
		t.Error(diff)
	}
	rows.footer.Rejects[0].Start = "{\uFFFD"
	if diff := cmp.Diff(rows.footer, k.footer); diff != "" {
		t.Error(diff)
	}
	if k.session != "s1" || k.unit != week || len(k.numbers) != 250 || k.numbers[249] != 249 {
		t.Errorf("got %q %v, %d numbers", k.session, k.unit, len(k.numbers))
	}
}

func TestUnitWithoutRowsArrives(t *testing.T) {
	s, k := keeping()
	if _, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, numberedBatches(0)); err != nil {
		t.Fatal(err)
	}
	if k.err != nil || len(k.numbers) != 0 {
		t.Errorf("got %v %v", k.numbers, k.err)
	}
}

func TestRowsThatFailRollTheUnitBackBeforeTheCallReturns(t *testing.T) {
	for name, failure := range map[string]error{
		"coded":            &mperr.ExportTruncated{FromDate: "a", ToDate: "b", Reason: "cut"},
		"plain":            errors.New("read body"),
		"a wrapped io.EOF": fmt.Errorf("read body: %w", io.EOF),
		"unexpected":       io.ErrUnexpectedEOF,
	} {
		t.Run(name, func(t *testing.T) {
			s, k := keeping()
			rows := numberedBatches(3)
			rows.end = failure
			_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, rows)
			if !errors.Is(err, failure) {
				t.Errorf("got %v, want the rows' own error %v", err, failure)
			}
			select {
			case <-k.done:
			default:
				t.Fatal("the call came back before the sink had rolled back")
			}
			if mperr.CodeOf(k.err) != "UNIT_MISMATCH" {
				t.Errorf("the sink was told %v", k.err)
			}
		})
	}
}

func TestFooterThatCountsOtherwiseRollsBack(t *testing.T) {
	s, k := keeping()
	rows := numberedBatches(3)
	rows.footer.Rows = 31
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, rows)
	var mismatch *mperr.UnitMismatch
	if !errors.As(err, &mismatch) || mismatch.Unit != week.ID || mismatch.Expected != 31 || mismatch.Received != 30 {
		t.Errorf("got %v", err)
	}
	if mperr.CodeOf(k.err) != "UNIT_MISMATCH" {
		t.Errorf("the sink was told %v", k.err)
	}
}

func TestCancelledUnitRollsBack(t *testing.T) {
	s, k := keeping()
	ctx, cancel := context.WithCancel(t.Context())
	rows := &gated{batches: numberedBatches(3), before: func(given int) error {
		if given == 2 {
			<-k.started
			cancel()
			return ctx.Err()
		}
		return nil
	}}
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(ctx, "s", week, rows)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-k.done
	if k.err == nil {
		t.Error("the sink read a whole unit")
	}
}

// gated runs a function before each batch.
type gated struct {
	*batches

	before func(given int) error
}

func (g *gated) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if err := g.before(g.given); err != nil {
		return nil, err
	}
	return g.batches.Next(ctx)
}

func TestSinkThatFailsEarlyStopsTheRows(t *testing.T) {
	full := &mperr.StorageFull{Path: "/data"}
	s := &sink{writeUnit: func(context.Context, string, storage.Unit, storage.Rows) (storage.UnitReport, error) {
		return storage.UnitReport{}, full
	}}
	e := open(t, wiretest.Pair{}.Engine(t, engineOf(s)))
	t.Run("while the rows wait", func(t *testing.T) {
		rows := &waiting{batches: numberedBatches(3)}
		_, err := e.WriteUnit(t.Context(), "s", week, rows)
		if diff := cmp.Diff(error(full), err); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("while the rows flow", func(t *testing.T) {
		rows := &endless{}
		_, err := e.WriteUnit(t.Context(), "s", week, rows)
		if diff := cmp.Diff(error(full), err); diff != "" {
			t.Error(diff)
		}
	})
}

// waiting never has a batch before its context ends.
type waiting struct{ *batches }

func (w *waiting) Next(ctx context.Context) (arrow.RecordBatch, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// endless has batches of about a megabyte until its context ends.
type endless struct {
	batches

	produced atomic.Int64
}

var megabyte = numbered(0, 1<<17)

func (e *endless) Schema() *arrow.Schema { return numbers }

func (e *endless) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e.produced.Add(1)
	return megabyte, nil
}

func TestHostNeverRunsFarAheadOfTheSink(t *testing.T) {
	// What is in flight: HTTP/2 windows, the memory connection's buffer, a chunk on either side. The bound only has to show
	// that it does not grow with the unit.
	const most = 64
	rows := &endless{}
	s := &sink{writeUnit: func(ctx context.Context, _ string, _ storage.Unit, got storage.Rows) (storage.UnitReport, error) {
		for consumed := range int64(120) {
			if _, err := got.Next(ctx); err != nil {
				return storage.UnitReport{}, err
			}
			if ahead := rows.produced.Load() - consumed; ahead > most {
				return storage.UnitReport{}, fmt.Errorf("the host is %d batches ahead", ahead)
			}
		}
		return storage.UnitReport{}, &mperr.StorageFull{Path: "enough"}
	}}
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, rows)
	if mperr.CodeOf(err) != "STORAGE_FULL" {
		t.Error(err)
	}
}

func TestSinkThatReportsTooEarlyIsNotBelieved(t *testing.T) {
	for name, read := range map[string]func(context.Context, storage.Rows){
		"nothing read": func(context.Context, storage.Rows) {},
		"rows read, end not": func(ctx context.Context, rows storage.Rows) {
			for range 3 {
				_, _ = rows.Next(ctx)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &sink{writeUnit: func(ctx context.Context, _ string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
				read(ctx, rows)
				return storage.UnitReport{Unit: u}, nil
			}}
			_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, numberedBatches(3))
			if mperr.CodeOf(err) != "PLUGIN_PROTOCOL" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSinksOwnContextEndsItsWaitForRows(t *testing.T) {
	s := &sink{writeUnit: func(ctx context.Context, _ string, _ storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		own, cancel := context.WithCancel(ctx)
		cancel()
		_, err := rows.Next(own)
		if !errors.Is(err, context.Canceled) {
			return storage.UnitReport{}, fmt.Errorf("Next gave %w", err)
		}
		return storage.UnitReport{}, &mperr.StorageFailed{Message: "my own trouble"}
	}}
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, &waiting{batches: numberedBatches(1)})
	if err == nil || err.Error() != "my own trouble" {
		t.Errorf("got %v", err)
	}
}

func TestEndOfRowsStays(t *testing.T) {
	s := &sink{writeUnit: func(ctx context.Context, _ string, u storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		if _, err := drain(ctx, rows); err != nil {
			return storage.UnitReport{}, err
		}
		for range 3 {
			if _, err := rows.Next(ctx); !errors.Is(err, io.EOF) {
				return storage.UnitReport{}, fmt.Errorf("Next after the end gave %w", err)
			}
		}
		return storage.UnitReport{Unit: u}, nil
	}}
	if _, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, numberedBatches(2)); err != nil {
		t.Error(err)
	}
}

func TestRowsThatCannotBeSentFailTheUnit(t *testing.T) {
	s, k := keeping()
	rows := numberedBatches(1)
	rows.schema = arrow.NewSchema([]arrow.Field{{Name: "other", Type: arrow.BinaryTypes.String}}, nil)
	_, err := open(t, wiretest.Pair{}.Engine(t, engineOf(s))).WriteUnit(t.Context(), "s", week, rows)
	if mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("got %v", err)
	}
	<-k.done
}
