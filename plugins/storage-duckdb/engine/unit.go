package engine

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
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
	// uneven are the days in which a deleted row had other keys than the one that stayed.
	uneven map[string]bool
	// replaced counts the rows that had to go for later ones of the same profile.
	replaced int64
}

func newUnitWrite(ctx context.Context, s *Sink, open *session, unit storage.Unit, rows storage.Rows) (*unitWrite, error) {
	w := &unitWrite{sink: s, session: open, unit: unit, source: rows, report: storage.UnitReport{Unit: unit}}
	var err error
	if open.target.Kind == storage.Events {
		if w.days, err = unit.Days(); err != nil {
			return nil, err
		}
	}
	if w.columns, err = arrival.Columns(open.target.Kind, rows.Schema()); err != nil {
		return nil, err
	}
	w.rows = arrival.New(ctx, rows, w.columns)
	return w, nil
}
