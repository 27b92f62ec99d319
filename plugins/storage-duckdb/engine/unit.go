package engine

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// WriteUnit stores a unit whole or not at all. Besides what the contract says: [mperr.InvalidArgument] for rows that
// cannot be stored (text that is not UTF-8, a missing value, a column that the table has with another type), for days
// that are none, and for a unit of profiles whose id the session has stored already. A panic of rows is rolled back and
// goes on in the caller.
func (s *Sink) WriteUnit(ctx context.Context, id string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	ctx, leave, err := s.change(ctx)
	if err != nil {
		return storage.UnitReport{}, err
	}
	defer leave()
	open, err := s.session(id)
	if err != nil {
		return storage.UnitReport{}, err
	}
	w, err := newUnitWrite(ctx, s, open, unit, rows)
	if err != nil {
		return storage.UnitReport{}, err
	}
	defer w.rows.Drop()
	err = w.take(ctx)
	if panicked := w.rows.Panicked(); panicked != nil {
		panic(panicked)
	}
	if err != nil {
		return storage.UnitReport{}, s.failed(ctx, fmt.Sprintf("write unit %s of table %s", unit.ID, open.target.Table), err)
	}
	return w.report, nil
}

// take waits for the unit's turn and stores it.
func (w *unitWrite) take(ctx context.Context) error {
	giveBack, err := w.session.claim(ctx, w.unit)
	if err != nil {
		return err
	}
	defer giveBack()
	if err := w.sink.join(ctx, w.session, w.columns); err != nil {
		return err
	}
	defer w.session.gate.Release(1)
	return w.store(ctx)
}

// unitWrite is a unit on its way.
type unitWrite struct {
	sink    *Sink
	session *session
	unit    storage.Unit
	columns []arrival.Column
	source  storage.Rows
	rows    *arrival.Rows
	// days are the days of a unit of events, none for profiles.
	days   []string
	report storage.UnitReport
	// copies are the rows that were deleted as copies, by day.
	copies map[string]int64
}

func newUnitWrite(ctx context.Context, s *Sink, open *session, unit storage.Unit, rows storage.Rows) (*unitWrite, error) {
	w := &unitWrite{sink: s, session: open, unit: unit, source: rows, report: storage.UnitReport{Unit: unit}}
	var err error
	if open.target.Kind == storage.Events {
		if w.days, err = daysOf(unit); err != nil {
			return nil, err
		}
	}
	if w.columns, err = arrival.Columns(open.target.Kind, rows.Schema()); err != nil {
		return nil, err
	}
	w.rows = arrival.New(ctx, rows, w.columns)
	return w, nil
}

// join takes part in the session's gate, with the table having all the columns.
func (s *Sink) join(ctx context.Context, open *session, columns []arrival.Column) error {
	for {
		if err := open.gate.Acquire(ctx, 1); err != nil {
			return err
		}
		lacking, err := open.lacking(columns)
		if open.over() {
			err = &mperr.SessionNotFound{Session: open.id}
		}
		if err == nil && len(lacking) == 0 {
			return nil
		}
		open.gate.Release(1)
		if err != nil {
			return err
		}
		if err := s.addColumns(ctx, open, columns); err != nil {
			return err
		}
	}
}

// addColumns changes the shape of the table while no unit is being written: DuckDB fails a transaction that has inserted
// into a table whose shape another one changed.
func (s *Sink) addColumns(ctx context.Context, open *session, columns []arrival.Column) error {
	if err := open.gate.Acquire(ctx, everybody); err != nil {
		return err
	}
	defer open.gate.Release(everybody)
	lacking, err := open.lacking(columns)
	if err != nil || open.over() {
		return err
	}
	err = s.database.Write(ctx, func(tx *duck.Transaction) error { return addColumns(tx, open.physical, lacking) })
	if err != nil {
		return err
	}
	open.mu.Lock()
	defer open.mu.Unlock()
	open.columns = append(open.columns, lacking...)
	return nil
}

func addColumns(tx *duck.Transaction, table string, columns []arrival.Column) error {
	for _, column := range columns {
		_, err := tx.Exec("ALTER TABLE " + qualified(table) + " ADD COLUMN IF NOT EXISTS " + duck.Quote(column.Name) + " " + column.Type)
		if err != nil {
			return err
		}
	}
	return nil
}
