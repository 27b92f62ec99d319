package engine

import (
	"slices"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/sqlexpr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// The keys of a unit's events are noted with the unit, so that two questions need not read the JSON: which keys there are,
// and whether a property is null or absent in rows where its column is NULL. A unit without property columns has no notes,
// nor have days of which a copy of an event had other keys than the one that stayed: their JSON is read.

// openDays are the days of a table's rows of whose keys nothing is noted, in SQL. It names the table's id twice.
const openDays = `SELECT day FROM _mp.coverage WHERE table_id = $table AND stored > 0
	AND day NOT IN (SELECT day FROM _mp.keys WHERE table_id = $table)`

// recordKeys notes the keys of the unit's events in place of those of the same days.
func (w *unitWrite) recordKeys(tx *duck.Transaction) error {
	if len(w.days) == 0 {
		return nil
	}
	_, err := tx.Exec("DELETE FROM _mp.keys WHERE table_id = ? AND day BETWEEN ? AND ?", w.session.tableID, w.unit.FromDate, w.unit.ToDate)
	if err != nil {
		return err
	}
	known := slices.DeleteFunc(w.rows.KeySets(), func(set arrival.KeySet) bool { return w.uneven[set.Day] })
	for some := range slices.Chunk(known, 500) {
		var rows [][]any
		for _, set := range some {
			rows = append(rows, []any{w.session.tableID, set.Day, set.Event, set.Keys, set.Nulls, set.Always})
		}
		if err := tx.Insert("_mp.keys", "table_id, day, event_name, keys, nulls, always", rows); err != nil {
			return err
		}
	}
	return nil
}

// keysNoted says whether keys of the rows may be noted.
func (s *Sink) keysNoted(about subject) bool {
	return about.table.kind == storage.Events && s.format.version >= withKeys
}

// nulls are the conditions of [report.Table.Nulls]: from what is noted, and from the JSON where nothing is or where the same
// event has the property as null in some rows of a day, or of all days, and not at all in others.
func (s *Sink) nulls(tx *duck.Transaction, about subject) (map[string]string, error) {
	conditions := map[string]string{}
	for _, column := range about.columns {
		if column.Holds {
			conditions[column.Property] = sqlexpr.IsNull(column.Property)
		}
	}
	if !s.keysNoted(about) {
		return conditions, nil
	}
	open, err := about.openDays(tx)
	if err != nil {
		return nil, err
	}
	always, sometimes, err := about.nullEvents(tx)
	if err != nil {
		return nil, err
	}
	for property, read := range conditions {
		condition := nullWhere(open, sometimes[property], always[property], read)
		if len(condition) > len(read)+mostNoted {
			continue
		}
		if conditions[property] = condition; condition == "" {
			delete(conditions, property)
		}
	}
	return conditions, nil
}

// mostNoted is how much longer a condition may be for what is noted: an expression may have it several times.
const mostNoted = 4 << 10

// nullWhere is the condition of one property: as it is read on open days and of events that have it sometimes as null, and
// true for events that have it as null or with a value. "" is nowhere.
func nullWhere(open string, sometimes, always []string, read string) string {
	var cases []string
	if open != "" {
		cases = append(cases, "WHEN "+open+" THEN "+read)
	}
	if len(sometimes) > 0 {
		cases = append(cases, "WHEN "+isOne(sometimes)+" THEN "+read)
	}
	if len(always) > 0 {
		cases = append(cases, "WHEN "+isOne(always)+" THEN true")
	}
	if len(cases) == 0 {
		return ""
	}
	return "CASE " + strings.Join(cases, " ") + " ELSE false END"
}

// isOne is the condition of rows of some events.
func isOne(events []string) string {
	return storage.ColumnEventName + " IN (" + sqlexpr.Literals(events) + ")"
}

// openDays is the condition of rows of days of whose keys nothing is noted, run by run; "" where there are none.
func (t subject) openDays(tx *duck.Transaction) (string, error) {
	var runs []string
	err := tx.Query(func(into func(...any) error) error {
		var from, to time.Time
		err := into(&from, &to)
		runs = append(runs, storage.ColumnProjectDay+" BETWEEN DATE '"+from.Format(time.DateOnly)+"' AND DATE '"+to.Format(time.DateOnly)+"'")
		return err
	}, `SELECT min(day), max(day) FROM (SELECT day, day - CAST(row_number() OVER (ORDER BY day) AS INTEGER) AS run FROM (`+
		strings.ReplaceAll(openDays, "$table", "?")+`)) GROUP BY run ORDER BY 1`, t.table.id, t.table.id)
	return strings.Join(runs, " OR "), err
}

// nullEvents are, by property, the events that have it as null: always those that have it in every row, as null or with a
// value, sometimes all others.
func (t subject) nullEvents(tx *duck.Transaction) (always, sometimes map[string][]string, err error) {
	always, sometimes = map[string][]string{}, map[string][]string{}
	err = tx.Query(func(into func(...any) error) error {
		var event, property string
		var absent bool
		err := into(&event, &property, &absent)
		if absent {
			sometimes[property] = append(sometimes[property], event)
		} else {
			always[property] = append(always[property], event)
		}
		return err
	}, `WITH noted AS MATERIALIZED (SELECT event_name, nulls, always FROM _mp.keys WHERE table_id = ?),
		null_somewhere AS (SELECT DISTINCT event_name, unnest(nulls) AS property FROM noted)
		SELECT event_name, property, bool_or(NOT list_contains(always, property)) FROM null_somewhere JOIN noted USING (event_name)
		GROUP BY event_name, property ORDER BY event_name, property`, t.table.id)
	return always, sometimes, err
}
