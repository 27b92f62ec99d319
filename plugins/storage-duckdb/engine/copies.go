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
const (
	identity = "event_name, distinct_id, event_time, insert_id"

	// A row is known by its place (DuckDB's rowid), which stays the same inside the transaction. A property that is no
	// number counts as none. Properties with half a surrogate pair are no JSON to DuckDB, and would be an error.
	findCopies = `CREATE TEMP TABLE copies AS
		SELECT rowid AS place, project_day AS day, ` + identity + `, hash(properties) AS content,
			CASE WHEN json_valid(properties)
				THEN TRY_CAST(CAST(json_extract(properties, '/mp_processing_time_ms') AS VARCHAR) AS BIGINT) END AS processed
		FROM %s WHERE project_day BETWEEN ? AND ? AND insert_id IN (SELECT id FROM repeated)
		QUALIFY count(*) OVER (PARTITION BY ` + identity + `) > 1`

	// Ties are copies that only their arrival tells apart. Where all tied ones hold the same, any may stay.
	findTies = `SELECT place, t.event_name, t.distinct_id, t.insert_id, t.event_time, CAST(t.properties AS VARCHAR)
		FROM (SELECT place FROM copies QUALIFY rank() OVER (PARTITION BY ` + identity + ` ORDER BY processed DESC NULLS LAST) = 1
			AND min(content) OVER (PARTITION BY ` + identity + `, processed) <> max(content) OVER (PARTITION BY ` + identity + `, processed))
		JOIN %s AS t ON t.rowid = place`

	findLosers = `CREATE TEMP TABLE losers AS
		SELECT place, day FROM copies LEFT JOIN ties USING (place)
		QUALIFY row_number() OVER (PARTITION BY ` + identity + ` ORDER BY processed DESC NULLS LAST, arrived DESC NULLS LAST, place DESC) > 1`
)

// dropCopies deletes the copies and counts them by day. Temporary tables belong to the connection, which is the unit's
// own and ends with it.
func (w *unitWrite) dropCopies(tx *duck.Transaction, name string) error {
	ids := w.rows.Repeated()
	if len(ids) == 0 {
		return nil
	}
	table := qualified(name)
	if err := keepIDs(tx, ids); err != nil {
		return err
	}
	if _, err := tx.Exec(fmt.Sprintf(findCopies, table), w.unit.FromDate, w.unit.ToDate); err != nil {
		return err
	}
	if err := w.settleTies(tx, table); err != nil {
		return err
	}
	if _, err := tx.Exec(findLosers); err != nil {
		return err
	}
	w.copies = map[string]int64{}
	err := tx.Query(func(into func(...any) error) error {
		var day time.Time
		var count int64
		err := into(&day, &count)
		w.copies[day.Format(time.DateOnly)] = count
		return err
	}, "SELECT day, count(*) FROM losers GROUP BY day")
	if err != nil || len(w.copies) == 0 {
		return err
	}
	_, err = tx.Exec("DELETE FROM " + table + " WHERE rowid IN (SELECT place FROM losers)")
	return err
}

// keepIDs puts the ids that came again where the search finds them.
func keepIDs(tx *duck.Transaction, ids []string) error {
	name := "_mp_ids_" + newID()
	remove, err := tx.View(name, arrival.Texts("id", ids))
	if err != nil {
		return err
	}
	_, err = tx.Exec("CREATE TEMP TABLE repeated AS SELECT id FROM " + qualified(name))
	if removed := remove(); err == nil {
		err = removed
	}
	return err
}

// settleTies notes the arrival of tied copies. There hardly are any: copies that Mixpanel has are the same event sent
// twice, and hold the same.
func (w *unitWrite) settleTies(tx *duck.Transaction, table string) error {
	if _, err := tx.Exec("CREATE TEMP TABLE ties (place BIGINT, arrived BIGINT)"); err != nil {
		return err
	}
	var arrivals [][]any
	err := tx.Query(func(into func(...any) error) error {
		var place int64
		var event arrival.Event
		var at time.Time
		err := into(&place, &event.Name, &event.DistinctID, &event.InsertID, &at, &event.Properties)
		event.Micros = at.UnixMicro()
		arrivals = append(arrivals, []any{place, w.rows.Arrived(event)})
		return err
	}, fmt.Sprintf(findTies, table))
	if err != nil {
		return err
	}
	for some := range slices.Chunk(arrivals, 1000) {
		if err := tx.Insert("ties", "place, arrived", some); err != nil {
			return err
		}
	}
	return nil
}
