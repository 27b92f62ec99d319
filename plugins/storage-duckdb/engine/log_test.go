package engine_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// TestLogStaysSmallWhileUnitsAreWrittenSideBySide: DuckDB by itself makes no checkpoint while a transaction is under way.
func TestLogStaysSmallWhileUnitsAreWrittenSideBySide(t *testing.T) {
	const large = 4 << 20
	path := newPath(t)
	sink := openWith(t, engine.New().CallLogLarge(large), storage.Options{Location: path})
	session := begin(t, sink, target(storage.Create))
	units := make(chan *generated)
	highest := make([]int64, 3)
	var writers errgroup.Group
	for i := range highest {
		writers.Go(func() error {
			for unit := range units {
				if _, err := sink.WriteUnit(t.Context(), session.ID, unit.unit, unit.rows()); err != nil {
					return err
				}
				if log, err := os.Stat(path + ".wal"); err == nil {
					highest[i] = max(highest[i], log.Size())
				}
			}
			return nil
		})
	}
	var all []*generated
	for i := range 40 {
		all = append(all, generate(t, spec{From: dayAfter(i), Rows: 1000, Repeat: 20}))
	}
	go func() { // ends when the writers have taken all, or have failed
		defer close(units)
		for _, unit := range all {
			select {
			case units <- unit:
			case <-t.Context().Done():
				return
			}
		}
	}()
	must(t, "write", writers.Wait())
	// Each of the others may have committed one unit, of less than a megabyte, before it met the checkpoint.
	if most := slices.Max(highest); most < large/2 || most > large+4<<20 {
		t.Errorf("the log has grown to %d bytes", most)
	}
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	must(t, "close", sink.Close(t.Context()))
	wantUnits(t, openAt(t, path), all...)
}

// TestLogIsLeftAloneWhileAUnitIsArriving: a checkpoint would wait for its rows, and everybody else for the checkpoint.
func TestLogIsLeftAloneWhileAUnitIsArriving(t *testing.T) {
	const large = 1 << 20
	path := newPath(t)
	sink := openWith(t, engine.New().CallLarge(500).CallLogLarge(large), storage.Options{Location: path})
	session := begin(t, sink, target(storage.Create))
	slow := generate(t, spec{From: dayAfter(100), Rows: 2000, Batch: 500})
	arriving, arrive := make(chan struct{}), make(chan struct{})
	rows := &made{schema: storage.EventsSchema(), batches: slow.batches, footer: slow.footer, before: func(given int) error {
		if given == 3 {
			close(arriving)
			<-arrive
		}
		return nil
	}}
	done := make(chan error, 1)
	go func() {
		_, err := sink.WriteUnit(t.Context(), session.ID, slow.unit, rows)
		done <- err
	}()
	<-arriving
	all := []*generated{slow}
	for i := range 8 {
		unit := generate(t, spec{From: dayAfter(i), Rows: 400})
		all = append(all, unit)
		put(t, sink, session, unit)
	}
	if log, err := os.Stat(path + ".wal"); err != nil || log.Size() < large {
		t.Fatalf("the log has not grown: %v, %v", log, err)
	}
	close(arrive)
	must(t, "write the slow unit", <-done)
	if log, err := os.Stat(path + ".wal"); err == nil && log.Size() >= large {
		t.Errorf("the log still has %d bytes", log.Size())
	}
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	must(t, "close", sink.Close(t.Context()))
	wantUnits(t, openAt(t, path), all...)
}

func dayAfter(days int) string {
	return time.Date(2026, 1, 1+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// TestAChosenNumberOfThreadsStays also while units are written; a statement then finds what they are written with.
func TestAChosenNumberOfThreadsStays(t *testing.T) {
	for threads, want := range map[string]int64{"": 1, "3": 3} {
		options := storage.Options{Location: newPath(t)}
		if threads != "" {
			options.Settings = map[string]string{"threads": threads}
		}
		sink := openWith(t, engine.New(), options)
		begin(t, sink, target(storage.Create))
		if got := answer(t, sink, "SELECT current_setting('threads')"); !cmp.Equal([]any{want}, got) {
			t.Errorf("threads %q gives %v, want %d", threads, got, want)
		}
	}
}

// TestDailyAppendsLeaveNoRowGroupEach: small row groups are joined, though not those of a new table while it is loaded.
func TestDailyAppendsLeaveNoRowGroupEach(t *testing.T) {
	path := newPath(t)
	for i := range 12 {
		mode := storage.Append
		if i == 0 {
			mode = storage.Create
		}
		sink := openAt(t, path)
		write(t, sink, mode, generate(t, spec{From: dayAfter(i), Rows: 500}), generate(t, spec{From: dayAfter(i + 1), Rows: 500}))
		must(t, "close", sink.Close(t.Context()))
	}
	got := answer(t, openAt(t, path), "SELECT count(DISTINCT row_group_id) < 6 FROM pragma_storage_info('events')")
	if !cmp.Equal([]any{true}, got) {
		t.Error("there is a row group for each append")
	}
}
