package engine_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestHalfASurrogatePairStopsNoPropertyColumn(t *testing.T) {
	sink := openAt(t, newPath(t))
	session := begin(t, sink, target(storage.Create))
	half := madeOf([]row{{"a", "u", "1", `{"n'/~":"\ud83d"}`}, {"b", "u", "2", `{"n'/~":5}`}})
	must(t, "write", second(sink.WriteUnit(t.Context(), session.ID, dayOne, half)))
	for day, rows := range map[int]*flipping{2: flip(t, 2, "null", ""), 3: flip(t, 3, `"x"`, storage.Varchar)} {
		must(t, fmt.Sprint("write day ", day), second(sink.WriteUnit(t.Context(), session.ID, rows.of.unit, rows)))
	}
	must(t, "commit", second(sink.Commit(t.Context(), session.ID)))
	got := answer(t, sink, "SELECT event_name, n FROM events WHERE event_name IN ('a', 'b') ORDER BY 1")
	if fmt.Sprint(got) != "[a <nil> b 5]" {
		t.Errorf("the columns hold %v", got)
	}
}

// A unit that changes the shape of the table has its rows in it before they are accounted for.
func TestCommitWaitsForAUnitThatChangesTheShape(t *testing.T) {
	sink := openWith(t, engine.New().CallLarge(1), storage.Options{Location: newPath(t)})
	session := begin(t, sink, target(storage.Create))
	rows := &paused{flipping: flip(t, 1, `"x"`, storage.Varchar), arrived: make(chan struct{}), resume: make(chan struct{})}
	written, committed := make(chan error, 1), make(chan error, 1)
	go func() { written <- second(sink.WriteUnit(t.Context(), session.ID, rows.of.unit, rows)) }()
	<-rows.arrived
	go func() { committed <- second(sink.Commit(t.Context(), session.ID)) }()
	select {
	case err := <-committed:
		t.Errorf("commit ended beside a unit: %v", err)
	case <-time.After(50 * time.Millisecond): // it has come to wait, or has not begun: both are right
	}
	close(rows.resume)
	must(t, "write", <-written)
	must(t, "commit", <-committed)
	got := answer(t, sink, "SELECT count(*), (SELECT sum(stored)::BIGINT FROM _mp.coverage), count(*) FILTER (n IS DISTINCT FROM prop(properties, 'n''/~')) FROM events")
	if fmt.Sprint(got) != "[40 40 0]" {
		t.Errorf("the table says %v", got)
	}
}

// paused waits before its second batch.
type paused struct {
	*flipping

	arrived, resume chan struct{}
	batches         int
}

func (p *paused) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if p.batches++; p.batches == 2 {
		close(p.arrived)
		<-p.resume
	}
	return p.flipping.Next(ctx)
}

func TestWhatIsNoPropertyColumnIsRefused(t *testing.T) {
	sink := openAt(t, newPath(t))
	session := begin(t, sink, target(storage.Create))
	for name, unfilled := range map[string]storage.PropertyColumn{
		"no name":     {Property: "p", Type: storage.BigInt},
		"no property": {Name: "p", Type: storage.BigInt},
		"no type":     {Property: "p", Name: "p", Type: "BLOB"},
	} {
		rows := flip(t, 1, "null", "")
		rows.unfilled = []storage.Unfilled{{PropertyColumn: unfilled, Rows: 1}}
		_, err := sink.WriteUnit(t.Context(), session.ID, rows.of.unit, rows)
		wantError[*mperr.InvalidArgument](t, name, err)
	}
	wrong := &retyped{flip(t, 1, "null", "")}
	_, err := sink.WriteUnit(t.Context(), session.ID, wrong.of.unit, wrong)
	wantError[*mperr.InvalidArgument](t, "a property column of another type", err)
}

// retyped claims that its property column holds a date.
type retyped struct{ *flipping }

func (r *retyped) Schema() *arrow.Schema {
	fields := r.flipping.Schema().Fields()
	fields[len(fields)-1].Type = arrow.FixedWidthTypes.Date32
	return arrow.NewSchema(fields, nil)
}
