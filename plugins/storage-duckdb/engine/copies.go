package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
)

// Copies of an event are rows of a unit equal in Mixpanel's key. One stays: that with the greatest mp_processing_time_ms,
// and of several the one that arrived last. The search begins at the insert ids that came more than once, which the rows
// have noted while they passed, so a unit without any is not searched at all.
//
// Temporary tables belong to the connection, which is the unit's own and ends with it.
const (
	identity = "event_name, distinct_id, event_time, insert_id"

	// A row is known by its place (DuckDB's rowid), which stays the same inside the transaction. A property that is no
	// number counts as none. Properties with half a surrogate pair are no JSON to DuckDB, and would be an error.
	//
	// Rows are tied where only their arrival tells apart which one stays. Where all of them hold the same, any may.
	//
	// Rows are uneven where copies of theirs have other keys, so that a key may go with those that are lost.
	findCopies = `CREATE TEMP TABLE copies AS
		SELECT place, day, ` + identity + `, processed,
			row_number() OVER (latest_first) > 1 AS lost,
			rank() OVER (latest_first) = 1 AND min(content) OVER (like_this) <> max(content) OVER (like_this) AS tied,
			min(keys) OVER (same) <> max(keys) OVER (same) AS uneven
		FROM (
			SELECT rowid AS place, project_day AS day, ` + identity + `, hash(properties) AS content, %s AS keys,
				CASE WHEN json_valid(properties)
					THEN TRY_CAST(CAST(json_extract(properties, '/mp_processing_time_ms') AS VARCHAR) AS BIGINT) END AS processed
			FROM %s WHERE project_day BETWEEN ? AND ? AND insert_id IN (%s)
			QUALIFY count(*) OVER (PARTITION BY ` + identity + `) > 1)
		WINDOW same AS (PARTITION BY ` + identity + `),
			latest_first AS (PARTITION BY ` + identity + ` ORDER BY processed DESC NULLS LAST),
			like_this AS (PARTITION BY ` + identity + `, processed)`

	findTied = `SELECT place, t.event_name, t.distinct_id, t.insert_id, t.event_time, CAST(t.properties AS VARCHAR)
		FROM copies JOIN %s AS t ON t.rowid = place WHERE tied`

	settleTied = `UPDATE copies SET lost = settled.lost FROM (
			SELECT place, row_number() OVER (PARTITION BY ` + identity + ` ORDER BY arrived DESC NULLS LAST) > 1 AS lost
			FROM copies JOIN arrivals USING (place)) AS settled
		WHERE copies.place = settled.place`
)

// dropCopies deletes the copies from a table and counts them by day.
func (w *unitWrite) dropCopies(tx *duck.Transaction, name string) error {
	ids := w.rows.Repeated()
	if len(ids) == 0 {
		return nil
	}
	table := qualified(name)
	if err := w.findCopies(tx, table, ids); err != nil {
		return err
	}
	tied := false
	w.copies, w.uneven = map[string]int64{}, map[string]bool{}
	err := tx.Query(func(into func(...any) error) error {
		var day time.Time
		var lost int64
		var ties, uneven bool
		err := into(&day, &lost, &ties, &uneven)
		w.copies[day.Format(time.DateOnly)], w.uneven[day.Format(time.DateOnly)] = lost, uneven
		tied = tied || ties
		return err
	}, "SELECT day, count(*) FILTER (lost), bool_or(tied), bool_or(uneven) FROM copies GROUP BY day")
	if err != nil || len(w.copies) == 0 {
		return err
	}
	if tied {
		if err := w.settleTies(tx, table); err != nil {
			return err
		}
	}
	_, err = tx.Exec("DELETE FROM " + table + " WHERE rowid IN (SELECT place FROM copies WHERE lost)")
	return err
}

// fewIDs are given with the statement; more of them go through a table, as each takes a few hundred bytes otherwise.
const fewIDs = 2000

func (w *unitWrite) findCopies(tx *duck.Transaction, table string, ids []string) error {
	keys := "0" // nothing is known of them anyway
	if len(w.rows.KeySets()) > 0 {
		keys = "hash(list_sort(TRY(json_keys(properties))))"
	}
	if len(ids) <= fewIDs {
		_, err := tx.Exec(fmt.Sprintf(findCopies, keys, table, "SELECT unnest(CAST(? AS VARCHAR[]))"), w.unit.FromDate, w.unit.ToDate, ids)
		return err
	}
	view := "_mp_ids_" + newID()
	remove, err := tx.View(view, arrival.Texts("id", ids))
	if err != nil {
		return err
	}
	_, err = tx.Exec("CREATE TEMP TABLE repeated AS SELECT id FROM " + qualified(view))
	if removed := remove(); err == nil {
		err = removed
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(fmt.Sprintf(findCopies, keys, table, "SELECT id FROM repeated"), w.unit.FromDate, w.unit.ToDate)
	return err
}

// settleTies lets the last arrival stay of tied rows. There hardly are any: copies that Mixpanel has are the same event
// sent twice, and differ in the time of their processing if in anything.
func (w *unitWrite) settleTies(tx *duck.Transaction, table string) error {
	var arrivals [][]any
	err := tx.Query(func(into func(...any) error) error {
		var place int64
		var event arrival.Event
		var at time.Time
		err := into(&place, &event.Name, &event.DistinctID, &event.InsertID, &at, &event.Properties)
		event.Micros = at.UnixMicro()
		arrivals = append(arrivals, []any{place, w.rows.Arrived(event)})
		return err
	}, fmt.Sprintf(findTied, table))
	if err != nil {
		return err
	}
	if _, err := tx.Exec("CREATE TEMP TABLE arrivals (place BIGINT, arrived BIGINT)"); err != nil {
		return err
	}
	for some := range slices.Chunk(arrivals, 1000) {
		if err := tx.Insert("arrivals", "place, arrived", some); err != nil {
			return err
		}
	}
	_, err = tx.Exec(settleTied)
	return err
}
