package engine

import (
	"context"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// size is a number of rows or of their bytes, whichever is reached first.
type size struct{ rows, bytes int64 }

// A unit up to this size is read whole before the store is touched. It is stored in one transaction.
var small = size{rows: 50_000, bytes: 32 << 20}

// store stores the unit. There are three ways, as DuckDB writes rows straight to their place in the file while they
// arrive, but takes all of them back and writes them again, one thread for all, where the same transaction deletes a
// single one of them (measured: a million rows, one copy among them, take 0.1 s to commit without the delete and 6 s
// with it, and four times the memory). So copies of events are deleted by a transaction of their own, and that must not
// be seen from outside.
func (w *unitWrite) store(ctx context.Context) error {
	switch {
	case w.session.target.Kind == storage.Profiles:
		return w.storeProfiles(ctx)
	case w.session.target.Kind == storage.Result:
		return w.storeResult(ctx)
	case w.held:
		if err := w.addsUp(); err != nil {
			return err
		}
		if plain, err := w.fillsColumns(); err != nil {
			return err
		} else if plain {
			return w.storeAtOnce(ctx)
		}
	}
	unseen, err := w.unseen(ctx)
	if err != nil {
		return err
	}
	if unseen {
		return w.storeUnseen(ctx)
	}
	return w.storeAside(ctx)
}

// storeAtOnce is the way of small units: one transaction.
func (w *unitWrite) storeAtOnce(ctx context.Context) error {
	table := w.session.physical
	return w.sink.log.write(ctx, func(tx *duck.Transaction) error {
		if err := w.clear(tx, table); err != nil {
			return err
		}
		if err := w.fill(tx, table, w.settledFrom); err != nil {
			return err
		}
		if err := w.dropCopies(tx, table); err != nil {
			return err
		}
		return w.record(tx)
	})
}

// unseen says whether nobody can see rows of the unit before it is recorded: the table is staged and has none of the days
// yet. Should the process die between two transactions, the next Begin removes rows of days without coverage.
func (w *unitWrite) unseen(ctx context.Context) (bool, error) {
	if w.session.target.Mode == storage.Append {
		return false, nil
	}
	covered := 0
	err := w.sink.database.Read(ctx, func(tx *duck.Transaction) error {
		return tx.Query(func(into func(...any) error) error { return into(&covered) },
			"SELECT count(*) FROM _mp.coverage WHERE table_id = ? AND day BETWEEN ? AND ?", w.session.tableID, w.unit.FromDate, w.unit.ToDate)
	})
	return covered == 0, err
}

// storeUnseen is the way of large units into a staged table: rows first, then copies out and the record.
func (w *unitWrite) storeUnseen(ctx context.Context) error {
	table, recorded := w.session.physical, false
	err := w.sink.log.writeLasting(ctx, func(tx *duck.Transaction) error {
		if err := w.clear(tx, table); err != nil {
			return err
		}
		if err := w.fill(tx, table, w.settledFrom); err != nil {
			return err
		}
		plain, err := w.fillsColumns()
		if recorded = plain && len(w.rows.Repeated()) == 0; recorded && err == nil {
			return w.record(tx)
		}
		return err
	})
	if err != nil || recorded {
		return err
	}
	if err = w.suitColumns(ctx, table); err == nil {
		err = w.sink.log.write(ctx, func(tx *duck.Transaction) error {
			if err := w.dropCopies(tx, table); err != nil {
				return err
			}
			return w.record(tx)
		})
	}
	if err == nil {
		return nil
	}
	undo := w.sink.database.Write(context.WithoutCancel(ctx), func(tx *duck.Transaction) error { return w.clear(tx, table) })
	if undo != nil {
		w.session.leaveBehind()
	}
	return err
}

// storeAside is the way of large units into a table that people see, or over days that are stored: into a table of the
// unit's own, and from there without the copies. Should the process die, the next Open removes that table.
func (w *unitWrite) storeAside(ctx context.Context) error {
	table, own := w.session.physical, asideName(newID())
	err := w.sink.log.writeLasting(ctx, func(tx *duck.Transaction) error {
		if err := createTable(tx, own, w.columns); err != nil {
			return err
		}
		return w.fill(tx, own, w.insertFrom)
	})
	if err != nil {
		return err
	}
	if err = w.suitColumns(ctx, own); err == nil {
		err = w.moveIn(ctx, table, own)
	}
	if err != nil {
		// What cannot be removed now is removed by the next Open.
		_ = w.sink.database.Exec(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+qualified(own))
	}
	return err
}

// moveIn puts the rows of the unit's own table in the place of its days, without the copies, and records it.
func (w *unitWrite) moveIn(ctx context.Context, table, own string) error {
	return w.sink.log.write(ctx, func(tx *duck.Transaction) error {
		if err := w.dropCopies(tx, own); err != nil {
			return err
		}
		if err := w.clear(tx, table); err != nil {
			return err
		}
		if _, err := tx.Exec(w.settledFrom(table, own)); err != nil {
			return err
		}
		if _, err := tx.Exec("DROP TABLE " + qualified(own)); err != nil {
			return err
		}
		return w.record(tx)
	})
}

// clear makes room: the days of a unit are written anew.
func (w *unitWrite) clear(tx *duck.Transaction, table string) error {
	_, err := tx.Exec("DELETE FROM "+qualified(table)+" WHERE project_day BETWEEN ? AND ?", w.unit.FromDate, w.unit.ToDate)
	return err
}

// fill moves the rows into a table, in the one statement that insert makes, and holds them against the footer.
func (w *unitWrite) fill(tx *duck.Transaction, table string, insert func(to, from string) string) error {
	name := "_mp_rows_" + newID()
	remove, err := tx.View(name, w.rows)
	if err != nil {
		return err
	}
	inserted, err := tx.Exec(insert(table, name))
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
		return w.mismatch("rows reached the table", w.rows.Count(), inserted)
	}
	return w.addsUp()
}

// insertFrom is the statement that moves all rows of the unit as they are from a table or view into another table.
func (w *unitWrite) insertFrom(to, from string) string {
	return moveRows(w.columns, qualified(to), qualified(from))
}
