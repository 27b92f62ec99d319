package engine

import (
	"context"
	"fmt"
	"slices"

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
	if w.session.target.Kind == storage.Profiles {
		w.hold() // before its turn: units of profiles are stored one after the other, and arrive at once
	}
	giveBack, err := w.session.claim(ctx, w.unit)
	if err != nil {
		return err
	}
	defer giveBack()
	if w.session.target.Kind != storage.Profiles {
		w.hold()
	}
	if w.rows.Err() != nil {
		return w.rows.Err()
	}
	w.rows.MarkRepeats()
	if err := w.sink.join(ctx, w.session, w.columns); err != nil {
		return err
	}
	w.joined = true
	defer w.leave()
	leaveRoom, err := w.sink.config.room(ctx, len(w.session.table()))
	defer leaveRoom()
	if err != nil {
		return err
	}
	return w.store(ctx)
}

// hold reads ahead what a small unit has.
func (w *unitWrite) hold() { w.held = w.rows.Hold(w.sink.small.rows, w.sink.small.bytes) }

// leave gives the unit's part of the gate back.
func (w *unitWrite) leave() {
	if w.joined {
		w.joined = false
		w.session.gate.Release(1)
	}
}

// unitWrite is a unit on its way.
type unitWrite struct {
	sink    *Sink
	session *session
	unit    storage.Unit
	columns []arrival.Column
	source  storage.Rows
	rows    *arrival.Rows
	// held says that all rows of the unit are held in memory.
	held bool
	// joined says that the unit holds a part of the session's gate.
	joined bool
	// days are the days of a unit of events, none for profiles.
	days   []string
	report storage.UnitReport
	// copies are the rows that were deleted as copies, by day.
	copies map[string]int64
	// replaced counts the rows that had to go for later ones of the same profile.
	replaced int64
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
		if err := s.suit(ctx, open, columns); err != nil {
			return err
		}
	}
}

// suit brings the table into the shape that a unit needs while no unit is being written: DuckDB fails a transaction
// that has inserted into a table whose shape another one changed.
func (s *Sink) suit(ctx context.Context, open *session, columns []arrival.Column) error {
	if err := open.gate.Acquire(ctx, everybody); err != nil {
		return err
	}
	defer open.gate.Release(everybody)
	lacking, err := open.lacking(columns)
	if err != nil || open.over() {
		return err
	}
	if made, err := s.makeAnew(ctx, open, lacking); made || err != nil {
		return err
	}
	// One transaction each: of two columns in one, the next transaction fails now and then, as if another had altered the
	// table beside it (measured). Each column is right by itself.
	for _, column := range lacking {
		err := s.reshape(ctx, open, []arrival.Column{column}, func(tx *duck.Transaction) error {
			return alter(tx, open.physical, open.tableID, column)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// makeAnew makes a staged table without rows anew with further columns, which takes one statement for all of them.
func (s *Sink) makeAnew(ctx context.Context, open *session, lacking []arrival.Column) (made bool, err error) {
	if !open.target.Staged() {
		return false, nil
	}
	known := open.table()
	for _, column := range lacking {
		if _, ok := propertyNamed(column.Name, known); ok {
			return false, nil // a column changes its type
		}
	}
	err = s.reshape(ctx, open, lacking, func(tx *duck.Transaction) error {
		filled := false
		err := tx.Query(func(into func(...any) error) error { return into(&filled) }, "SELECT EXISTS (FROM "+qualified(open.physical)+")")
		if err != nil || filled {
			return err
		}
		for _, column := range lacking {
			if err := enter(tx, open.tableID, column); err != nil {
				return err
			}
		}
		made = true
		return createTable(tx, open.physical, append(known, lacking...))
	})
	return made, err
}

// reshape runs a transaction that brings columns into the session's table.
func (s *Sink) reshape(ctx context.Context, open *session, columns []arrival.Column, change func(*duck.Transaction) error) error {
	var shaped []arrival.Column
	err := s.database.Write(ctx, func(tx *duck.Transaction) (err error) {
		if err = change(tx); err == nil {
			shaped, err = propertyColumnsOf(tx, open.physical, open.tableID)
		}
		return err
	})
	if err != nil {
		return err
	}
	open.mu.Lock()
	defer open.mu.Unlock()
	for i, column := range shaped { // of what repeats itself the catalog tells nothing
		known, ok := propertyNamed(column.Name, slices.Concat(columns, open.columns))
		shaped[i].Repeats = ok && known.Repeats
	}
	open.columns = shaped
	return nil
}
