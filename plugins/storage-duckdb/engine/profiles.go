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

// Profiles are rows of which a session has one for each distinct_id: the one that came last. A unit gathers in a temporary
// table of its connection, loses the rows that later ones of its own replace, and moves into the session's table in the
// place of rows that earlier units brought. All of it is one transaction, and one unit at a time; see meet.
const arrivedTable = "temp.arrived"

// storeProfiles stores a unit of profiles.
func (w *unitWrite) storeProfiles(ctx context.Context) error {
	write := w.sink.log.writeLasting
	if w.held {
		write = w.sink.log.write
	}
	w.replaced = 0
	return write(ctx, func(tx *duck.Transaction) error {
		if err := w.isNew(tx); err != nil {
			return err
		}
		if err := w.gather(tx); err != nil {
			return err
		}
		if err := w.replaceOwn(tx); err != nil {
			return err
		}
		if err := w.replaceEarlier(tx); err != nil {
			return err
		}
		return w.record(tx)
	})
}

// isNew refuses a unit that the session has stored already: nothing tells the rows of one unit from those of another.
func (w *unitWrite) isNew(tx *duck.Transaction) error {
	stored, err := durable(tx, w.session.id)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(stored, func(report storage.UnitReport) bool { return report.Unit.ID == w.unit.ID }) {
		return &mperr.InvalidArgument{Argument: "unit", Value: w.unit.ID, Reason: "the session has stored a unit of this id already"}
	}
	return nil
}

// gather brings the rows into the temporary table.
func (w *unitWrite) gather(tx *duck.Transaction) error {
	definitions := make([]string, len(w.columns))
	for i, column := range w.columns {
		definitions[i] = duck.Quote(column.Name) + " " + column.Type
	}
	if _, err := tx.Exec("CREATE TEMP TABLE arrived (" + strings.Join(definitions, ", ") + ")"); err != nil {
		return err
	}
	return w.fill(tx, "", func(_, from string) string {
		return moveRows(w.columns, arrivedTable, qualified(from))
	})
}

// moveRows is the statement that copies columns from one table into another, both in SQL.
func moveRows(columns []arrival.Column, to, from string) string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = duck.Quote(column.Name)
	}
	list := strings.Join(names, ", ")
	return "INSERT INTO " + to + " (" + list + ") SELECT " + list + " FROM " + from
}

// replaceOwn deletes the rows of profiles that the unit brings again later. Which came last is known from their passing, as
// DuckDB inserts on several threads; of rows that hold the same, any may stay.
func (w *unitWrite) replaceOwn(tx *duck.Transaction) error {
	ids := w.rows.Repeated()
	if len(ids) == 0 {
		return nil
	}
	type last struct{ place, arrived int64 }
	latest := map[string]last{}
	var outdated []int64
	err := tx.Query(func(into func(...any) error) error {
		var event arrival.Event
		var found last
		if err := into(&found.place, &event.DistinctID, &event.Micros, &event.Properties); err != nil {
			return err
		}
		event.InsertID = event.DistinctID
		found.arrived = w.rows.Arrived(event)
		before, known := latest[event.DistinctID]
		switch {
		case !known:
			latest[event.DistinctID] = found
		case found.arrived > before.arrived:
			outdated, latest[event.DistinctID] = append(outdated, before.place), found
		default:
			outdated = append(outdated, found.place)
		}
		return nil
	}, "SELECT rowid, distinct_id, coalesce(epoch_us(last_seen), 0), CAST(properties AS VARCHAR) FROM "+arrivedTable+
		" WHERE distinct_id IN (SELECT unnest(CAST(? AS VARCHAR[])))", ids)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(outdated, 10_000) {
		places := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(some)), ","), "[]")
		if _, err := tx.Exec("DELETE FROM " + arrivedTable + " WHERE rowid IN (" + places + ")"); err != nil {
			return err
		}
	}
	w.replaced = int64(len(outdated))
	return nil
}

// replaceEarlier moves the rows into the session's table, in the place of those of the same profiles.
func (w *unitWrite) replaceEarlier(tx *duck.Transaction) error {
	columns := slices.DeleteFunc(slices.Clone(w.columns), func(c arrival.Column) bool { return c.Marks })
	replaced, err := moveProfiles(tx, columns, qualified(w.session.physical), arrivedTable)
	if err != nil {
		return err
	}
	w.replaced += replaced
	_, err = tx.Exec("DROP TABLE " + arrivedTable)
	return err
}

// moveProfiles moves rows from one table into another, in the place of those of the same profiles, which it counts. It
// looks before it deletes: DuckDB writes a transaction with a single row deleted in another way, which takes longer.
func moveProfiles(tx *duck.Transaction, columns []arrival.Column, to, from string) (replaced int64, err error) {
	same := " WHERE distinct_id IN (SELECT distinct_id FROM " + from + ")"
	err = tx.Query(func(into func(...any) error) error { return into(&replaced) }, "SELECT count(*) FROM "+to+same)
	if err != nil {
		return 0, err
	}
	if replaced > 0 {
		if _, err := tx.Exec("DELETE FROM " + to + same); err != nil {
			return 0, err
		}
	}
	_, err = tx.Exec(moveRows(columns, to, from))
	return replaced, err
}

// mergeProfiles moves what an APPEND of profiles has staged into the published table, and gives that table's id.
func (s *Sink) mergeProfiles(tx *duck.Transaction, open *session) (tableID string, err error) {
	// What has the name may have changed since Begin.
	table, err := s.admit(tx, open.target)
	if err != nil {
		return "", err
	}
	columns := open.table()
	if err := widenFor(tx, table, columns); err != nil {
		return "", err
	}
	if _, err := moveProfiles(tx, columns, qualified(table.name), qualified(open.physical)); err != nil {
		return "", err
	}
	if _, err := tx.Exec("DROP TABLE " + qualified(open.physical)); err != nil {
		return "", err
	}
	if _, err := tx.Exec("UPDATE _mp.rejects SET table_id = ? WHERE table_id = ?", table.id, open.tableID); err != nil {
		return "", err
	}
	table.widen("", "", s.now())
	table.metadata.FiltersMixed = table.metadata.FiltersMixed || open.target.Metadata.FiltersMixed
	return table.id, table.save(tx)
}

// widenFor adds the columns that a session brings and the table does not have. The error is an [mperr.InvalidArgument] for
// one that it has with another type.
func widenFor(tx *duck.Transaction, table entry, columns []arrival.Column) error {
	have, err := columnsOf(tx, table.name)
	if err != nil {
		return err
	}
	for _, column := range columns {
		at := slices.IndexFunc(have, func(c arrival.Column) bool { return strings.EqualFold(c.Name, column.Name) })
		switch {
		case at < 0:
			if err := addColumn(tx, table.name, column); err != nil {
				return err
			}
		case have[at].Type != column.Type:
			return &mperr.InvalidArgument{
				Argument: "column " + column.Name, Value: column.Type, Reason: "the table has it as " + have[at].Type,
			}
		}
	}
	return nil
}
