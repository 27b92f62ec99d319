package engine

import (
	"context"
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// WriteUnit stores a unit in one transaction. Besides what the contract says: [mperr.InvalidArgument] for rows that
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
	doing := fmt.Sprintf("write unit %s of table %s", unit.ID, open.target.Table)
	if err := s.join(ctx, open, w.columns); err != nil {
		return storage.UnitReport{}, s.failed(ctx, doing, err)
	}
	defer open.gate.Release(1)
	err = s.database.Write(ctx, w.run)
	if panicked := w.rows.Panicked(); panicked != nil {
		panic(panicked)
	}
	if err != nil {
		return storage.UnitReport{}, s.failed(ctx, doing, err)
	}
	return w.report, nil
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
	err = s.database.Write(ctx, func(tx *duck.Transaction) error {
		for _, column := range lacking {
			_, err := tx.Exec("ALTER TABLE " + qualified(open.physical) + " ADD COLUMN " + duck.Quote(column.Name) + " " + column.Type)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	open.mu.Lock()
	defer open.mu.Unlock()
	open.columns = append(open.columns, lacking...)
	return nil
}

// run is the transaction.
func (w *unitWrite) run(tx *duck.Transaction) error {
	if err := w.clear(tx); err != nil {
		return err
	}
	if err := w.insert(tx); err != nil {
		return err
	}
	footer := w.source.Footer()
	if err := w.addsUp(footer); err != nil {
		return err
	}
	if err := w.dropCopies(tx); err != nil {
		return err
	}
	return w.record(tx, footer)
}

// clear makes room: the days of a unit of events are written anew. Profiles have no days, and nothing tells the rows of
// one unit from those of another.
func (w *unitWrite) clear(tx *duck.Transaction) error {
	if w.session.target.Kind == storage.Events {
		_, err := tx.Exec("DELETE FROM "+qualified(w.session.physical)+" WHERE project_day BETWEEN ? AND ?", w.unit.FromDate, w.unit.ToDate)
		return err
	}
	stored, err := durable(tx, w.session.id)
	if err != nil {
		return err
	}
	for _, report := range stored {
		if report.Unit.ID == w.unit.ID {
			return &mperr.InvalidArgument{Argument: "unit", Value: w.unit.ID, Reason: "the session has stored a unit of this id already"}
		}
	}
	return nil
}

// insert moves the rows into the table, in one statement.
func (w *unitWrite) insert(tx *duck.Transaction) error {
	const view = "_mp_rows"
	name := view + "_" + newID()
	remove, err := tx.View(name, w.rows)
	if err != nil {
		return err
	}
	names := make([]string, len(w.columns))
	for i, column := range w.columns {
		names[i] = duck.Quote(column.Name)
	}
	list := strings.Join(names, ", ")
	inserted, err := tx.Exec("INSERT INTO " + qualified(w.session.physical) + " (" + list + ") SELECT " + list + " FROM " + qualified(name))
	removed := remove()
	// What the rows say comes first: DuckDB repeats it as a text of its own.
	if own := w.rows.Err(); own != nil {
		return own
	}
	if failure := duck.FailureOf(err); failure != nil && badRows(failure) {
		return &mperr.InvalidArgument{Argument: "rows", Reason: "unit " + w.unit.ID + " cannot be stored: " + failure.Error()}
	}
	if err != nil {
		return err
	}
	if removed != nil {
		return removed
	}
	if !w.rows.Ended() || inserted != w.rows.Count() {
		return &mperr.UnitMismatch{
			Unit: w.unit.ID, Reason: "rows reached the table", Expected: w.rows.Count(), Received: inserted,
		}
	}
	return nil
}
