package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// days are the units of the tests that kill: small and large ones, with and without copies, one without rows.
func days(tb testing.TB) []*generated {
	tb.Helper()
	specs := []spec{
		{Rows: 700}, {Rows: 2600, Repeat: 50}, {Rows: 0}, {Rows: 900, Repeat: 3}, {Rows: 2500}, {Rows: 1}, {Rows: 2400, Repeat: 2000},
	}
	units := make([]*generated, 0, len(specs))
	for i, s := range specs {
		s.From, s.Batch = fmt.Sprintf("2026-01-%02d", i+1), 400
		units = append(units, generate(tb, s))
	}
	return units
}

// loadUntilKilled writes the days into the table events, in the mode of the second argument, and tells every step: the
// batches that DuckDB takes, the units that are stored, and what it does.
func loadUntilKilled(args []string) error {
	ctx, tb := context.Background(), &testing.B{}
	sink, err := engine.New().CallLarge(2000).Open(ctx, storage.Options{Location: args[0]})
	if err != nil {
		return err
	}
	for round := 0; ; round++ {
		mode := storage.Mode(args[1])
		session, err := sink.Begin(ctx, target(mode))
		if err != nil {
			return err
		}
		fmt.Println("begun")
		for _, unit := range days(tb) {
			if slices.ContainsFunc(session.Durable, func(r storage.UnitReport) bool { return r.Unit == unit.unit }) {
				continue
			}
			report, err := sink.WriteUnit(ctx, session.ID, unit.unit, telling{unit.rows()})
			if err != nil {
				return err
			}
			text, err := json.Marshal(report) //nolint:musttag // between this program and its test
			if err != nil {
				return err
			}
			fmt.Println("stored " + string(text))
		}
		if _, err := sink.Commit(ctx, session.ID); err != nil {
			return err
		}
		fmt.Println("committed")
		if mode == storage.Create {
			return sink.Close(ctx)
		}
	}
}

// telling says when a batch is asked for.
type telling struct{ storage.Rows }

func (t telling) Next(ctx context.Context) (arrow.RecordBatch, error) {
	fmt.Println("batch")
	return t.Rows.Next(ctx)
}

func TestKilledLoadLeavesWholeUnits(t *testing.T) {
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	units := days(t)
	for round := range 6 {
		mode := []storage.Mode{storage.Create, storage.Append, storage.Replace}[round%3]
		path := newPath(t)
		if mode != storage.Create {
			sink := openAt(t, path)
			write(t, sink, storage.Create, units[:3]...)
			must(t, "close", sink.Close(t.Context()))
		}
		stored := killAfter(t, start(t, "load", path, string(mode)), 1+random.IntN(40))
		t.Logf("%s: killed after %d units", mode, len(stored))
		if mode == storage.Append {
			wantWholeDays(t, path)
		}
		sink := openAt(t, path)
		tables, err := sink.Tables(t.Context())
		must(t, "list the tables", err)
		if len(tables) > 1 || mode != storage.Create && len(tables) != 1 {
			t.Fatalf("tables are %+v", tables)
		}
		finish(t, sink, mode, stored, units)
		wantUnits(t, sink, units...)
		must(t, "close", sink.Close(t.Context()))
		if left := texts(t, plain(t, path), "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"); !slices.Equal(left, []string{"events"}) {
			t.Errorf("tables in the file are %v", left)
		}
	}
}

// killAfter kills a load when it has told so many steps, and gives the reports of the session it was in. A load may be far
// ahead of what was read of it: all that it told before it died counts.
func killAfter(t *testing.T, load *child, steps int) (stored []storage.UnitReport) {
	t.Helper()
	for told := 0; ; told++ {
		if told == steps {
			must(t, "kill", load.Process.Kill())
		}
		line, more := load.line()
		if !more {
			break
		}
		what, text, _ := strings.Cut(line, " ")
		switch what {
		case "begun", "committed":
			stored = nil
		case "stored":
			var report storage.UnitReport
			must(t, "read a report", json.Unmarshal([]byte(text), &report)) //nolint:musttag // as above
			stored = append(stored, report)
		}
	}
	_ = load.Wait()
	return stored
}

// wantWholeDays looks at a table that was being appended to with plain DuckDB, before the engine can mend anything.
func wantWholeDays(t *testing.T, path string) {
	t.Helper()
	db := plain(t, path)
	rows := texts(t, db, "SELECT project_day || ' ' || count(*) FROM events GROUP BY project_day ORDER BY ALL")
	coverage := texts(t, db, "SELECT day || ' ' || stored FROM _mp.coverage JOIN _mp.tables ON id = table_id WHERE stored > 0 ORDER BY ALL")
	if diff := cmp.Diff(coverage, rows); diff != "" {
		t.Fatalf("rows differ from coverage (-coverage +rows):\n%s", diff)
	}
	must(t, "close", db.Close())
}

// finish goes on with a killed load. What it had told as stored must be durable.
func finish(t *testing.T, sink storage.Sink, mode storage.Mode, stored []storage.UnitReport, units []*generated) {
	t.Helper()
	if tables, err := sink.Tables(t.Context()); mode == storage.Create && err == nil && len(tables) == 1 {
		return // it was killed when it was done
	}
	session := begin(t, sink, target(mode))
	if len(stored) == len(units) && len(session.Durable) == 0 {
		stored = nil // it died between the commit and telling of it
	}
	for _, report := range stored {
		if !slices.Contains(session.Durable, report) {
			t.Errorf("unit %s was stored and is not durable", report.Unit.ID)
		}
	}
	if len(session.Durable) > len(stored)+1 {
		t.Errorf("%d units are durable, %d were told", len(session.Durable), len(stored))
	}
	for _, unit := range units {
		if !slices.Contains(session.Durable, unit.report()) {
			put(t, sink, session, unit)
		}
	}
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
}

// dieBetween kills its own process between the two transactions of a large unit with copies: the clock is asked in the
// second one.
func dieBetween(args []string) error {
	ctx, tb, armed := context.Background(), &testing.B{}, false
	mortal := engine.NewWith(func() time.Time {
		if armed {
			self, _ := os.FindProcess(os.Getpid())
			_ = self.Kill()
			_, _ = io.Copy(io.Discard, os.Stdin) // until it is dead
		}
		return time.Now()
	}, nil).CallLarge(2000)
	sink, err := mortal.Open(ctx, storage.Options{Location: args[0]})
	if err != nil {
		return err
	}
	session, err := sink.Begin(ctx, target(storage.Mode(args[1])))
	if err != nil {
		return err
	}
	armed = true
	large := generate(tb, spec{From: "2026-01-02", Rows: 6000, Repeat: 7})
	_, err = sink.WriteUnit(ctx, session.ID, large.unit, large.rows())
	return errors.Join(err, errors.New("still alive"))
}

func TestDeathBetweenTheTransactionsOfALargeUnitLeavesNothing(t *testing.T) {
	small, large := generate(t, spec{Rows: 100}), generate(t, spec{From: "2026-01-02", Rows: 6000, Repeat: 7})
	for _, mode := range []storage.Mode{storage.Create, storage.Replace, storage.Append} {
		path := newPath(t)
		if mode != storage.Create {
			sink := openAt(t, path)
			write(t, sink, storage.Create, small)
			must(t, "close", sink.Close(t.Context()))
		}
		dying := start(t, "die", path, string(mode))
		if err := dying.Wait(); err == nil || dying.ProcessState.Exited() {
			t.Fatalf("the process did not die: %v, %s", err, dying.stderr)
		}
		sink := openAt(t, path)
		if mode == storage.Append {
			wantUnits(t, sink, small)
		}
		session := begin(t, sink, target(mode))
		if len(session.Durable) != 0 {
			t.Errorf("%s: durable units are %+v", mode, session.Durable)
		}
		other := generate(t, spec{From: "2026-01-05", Rows: 10})
		put(t, sink, session, other)
		must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
		if mode == storage.Append {
			wantUnits(t, sink, small, other)
		} else {
			wantUnits(t, sink, other)
		}
		put(t, sink, begin(t, sink, target(storage.Append)), large)
	}
}
