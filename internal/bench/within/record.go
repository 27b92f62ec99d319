package main

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// recorded is a unit as a fetch delivered it. It is a [storage.Rows] that can be read once at a time.
type recorded struct {
	unit    storage.Unit
	schema  *arrow.Schema
	batches []arrow.RecordBatch
	footer  storage.Footer
	next    int
}

func (r *recorded) Schema() *arrow.Schema  { return r.schema }
func (r *recorded) Footer() storage.Footer { return r.footer }

func (r *recorded) Next(context.Context) (arrow.RecordBatch, error) {
	if r.next == len(r.batches) {
		return nil, io.EOF
	}
	r.next++
	return r.batches[r.next-1], nil
}

// recorder is a sink that keeps the units of a fetch in memory.
type recorder struct {
	mu    sync.Mutex
	units []*recorded
	days  []storage.Day
}

// unitDays is how many days a unit has: what mp plans for a month.
const unitDays = 6

// record fetches days with the host's own means and keeps what would be sent to a plugin.
func record(ctx context.Context, address, from, to string, withColumns bool) ([]*recorded, error) {
	who, err := credential.New(credential.Fields{
		Username: "bench", Secret: credential.NewSecret("bench-secret"), ProjectID: "1", Region: "us", BaseURL: address,
	})
	if err != nil {
		return nil, err
	}
	client, err := mixpanel.New(who, mixpanel.Config{})
	if err != nil {
		return nil, err
	}
	defer client.Close()
	var sink recorder
	_, err = fetch.Events(ctx, client, &sink,
		fetch.Request{Table: "events", From: from, To: to, UnitDays: unitDays, NoColumns: !withColumns},
		fetch.Config{ProjectID: who.ProjectID(), Columns: withColumns})
	if err == nil && rowsOf(sink.units) == 0 {
		err = errors.New("the days have no events")
	}
	return sink.units, err
}

// WriteUnit keeps the batches. Their memory is the garbage collector's, so it lasts as long as somebody holds it.
func (r *recorder) WriteUnit(ctx context.Context, _ string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	kept := &recorded{unit: unit, schema: rows.Schema()}
	for {
		batch, err := rows.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return storage.UnitReport{}, err
		}
		batch.Retain()
		kept.batches = append(kept.batches, batch)
	}
	kept.footer = rows.Footer()
	report := storage.UnitReport{Unit: unit, Received: kept.footer.Rows, Stored: kept.footer.Rows}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.units = append(r.units, kept)
	for _, day := range kept.footer.Days {
		r.days = append(r.days, storage.Day{Day: day.Day, Received: day.Received, Stored: day.Received, Complete: day.Complete})
	}
	return report, nil
}

func (r *recorder) Begin(context.Context, storage.Target) (storage.Session, error) {
	return storage.Session{ID: "recorded"}, nil
}

func (r *recorder) Commit(context.Context, string) (storage.Table, error) {
	return storage.Table{Name: "events", Kind: storage.Events}, nil
}

func (r *recorder) Abort(context.Context, string) error             { return nil }
func (r *recorder) Tables(context.Context) ([]storage.Table, error) { return nil, nil }

func (r *recorder) Coverage(context.Context, string) ([]storage.Day, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.days, nil
}

func rowsOf(units []*recorded) (rows int64) {
	for _, unit := range units {
		rows += unit.footer.Rows
	}
	return rows
}

// write writes the units in a session, one after the other.
func write(ctx context.Context, sink storage.Writer, session string, units []*recorded) error {
	for _, unit := range units {
		unit.next = 0
		if _, err := sink.WriteUnit(ctx, session, unit.unit, unit); err != nil {
			return err
		}
	}
	return nil
}
