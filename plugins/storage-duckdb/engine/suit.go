package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Property columns hold in every row what the JSON has. The values come with the rows, all but a few: DuckDB computes those
// of rows that are marked, and those of columns that the table has and the unit has not, or with another type. A column
// whose type does not hold the unit's values is changed before anybody sees the unit.

// settledFrom is the statement that moves all rows of the unit from a table or view into the session's table and fills its
// property columns. It is asked for while the unit is part of the session's gate.
func (w *unitWrite) settledFrom(to, from string) string {
	var names, values []string
	add := func(c arrival.Column, value string) {
		names, values = append(names, duck.Quote(c.Name)), append(values, value)
	}
	mark := ""
	for _, c := range w.columns {
		if c.Marks {
			mark = duck.Quote(c.Name)
		} else if !c.Holds {
			add(c, duck.Quote(c.Name))
		}
	}
	nth := w.places()
	for _, c := range w.session.table() {
		brought, ok := propertyNamed(c.Name, w.columns)
		switch {
		case !c.Holds:
		case !ok || brought.Type != c.Type:
			add(c, computed(c))
		case mark != "":
			add(c, unlessMarked(c, mark, nth[c.Name]))
		default:
			add(c, duck.Quote(c.Name))
		}
	}
	return "INSERT INTO " + qualified(to) + " (" + strings.Join(names, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM " + qualified(from)
}

// unlessMarked is the value of a column as it arrives, except in rows whose mark leaves it to the engine.
func unlessMarked(c arrival.Column, mark string, place int) string {
	name := duck.Quote(c.Name)
	return fmt.Sprintf("CASE WHEN %s = %d OR %s = %d AND %s IS NULL THEN %s ELSE %s END",
		mark, place, mark, storage.UnfilledSeveral, name, computed(c), name)
}

// places tells the property columns of the unit by their order, from 1.
func (w *unitWrite) places() map[string]int {
	nth := map[string]int{}
	for _, c := range w.columns {
		if c.Holds {
			nth[c.Name] = len(nth) + 1
		}
	}
	return nth
}

// table are the columns that the session's table has now.
func (x *session) table() []arrival.Column {
	x.mu.Lock()
	defer x.mu.Unlock()
	return slices.Clone(x.columns)
}

// fillsColumns says that the rows fill the property columns as the table has them. It is asked when the rows are read to
// their end.
func (w *unitWrite) fillsColumns() (bool, error) {
	unfilled, err := w.unfilled()
	if err != nil {
		return false, err
	}
	lacking, err := w.session.lacking(unfilled)
	return len(lacking) == 0 && len(w.doubtful()) == 0, err
}

// unfilled are the property columns that the footer names, with types that hold the unit's values.
func (w *unitWrite) unfilled() (columns []arrival.Column, err error) {
	for _, unfilled := range w.source.Footer().Unfilled {
		column, err := arrival.Late(unfilled.PropertyColumn)
		if err != nil {
			return nil, err
		}
		columns = append(columns, column)
	}
	return columns, nil
}

// doubtful are the property columns of the table that the unit does not bring with their type, so that nobody has looked
// whether its values fit.
func (w *unitWrite) doubtful() []arrival.Column {
	return slices.DeleteFunc(w.session.table(), func(c arrival.Column) bool {
		brought, ok := propertyNamed(c.Name, w.columns)
		return !c.Holds || c.Type == string(storage.Varchar) || ok && brought.Type == c.Type
	})
}

// suitColumns brings the property columns of the session's table into a shape that holds the unit's values. The rows of
// the unit are in the given table, which is that one or the unit's own, and nobody sees them yet. To change a column the
// unit leaves the gate and comes back, so that others may have changed more meanwhile: what they did held for the rows
// that were in the table then.
func (w *unitWrite) suitColumns(ctx context.Context, table string) error {
	for {
		wanted, err := w.unfilled()
		if err != nil {
			return err
		}
		err = w.sink.database.Read(ctx, func(tx *duck.Transaction) error {
			for _, c := range w.doubtful() {
				unfit, err := misfits(tx, table, c, storage.ColumnProjectDay+" BETWEEN ? AND ?", w.unit.FromDate, w.unit.ToDate)
				if err != nil {
					return err
				}
				if unfit {
					c.Type = string(storage.Varchar)
					wanted = append(wanted, c)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		lacking, err := w.session.lacking(wanted)
		if err != nil || len(lacking) == 0 {
			return err
		}
		w.leave()
		if err := w.sink.suit(ctx, w.session, lacking); err != nil {
			return err
		}
		if err := w.session.gate.Acquire(ctx, 1); err != nil {
			return err
		}
		w.joined = true
		if w.session.over() {
			return &mperr.SessionNotFound{Session: w.session.id}
		}
	}
}
