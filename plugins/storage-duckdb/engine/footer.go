package engine

import (
	"slices"
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// addsUp holds the rows that arrived, which must be all of them, against the footer, in all and day by day.
func (w *unitWrite) addsUp() error {
	footer := w.source.Footer()
	if footer.Rows != w.rows.Count() {
		return w.mismatch("rows arrived", footer.Rows, w.rows.Count())
	}
	if len(footer.Days) != len(w.days) {
		return w.mismatch("days in the footer", int64(len(w.days)), int64(len(footer.Days)))
	}
	arrived := w.rows.Days()
	for i, count := range footer.Days {
		rows := arrived[w.days[i]]
		if count.Day != w.days[i] || count.Received-count.Rejected != rows || count.Rejected < 0 {
			return w.mismatch("rows arrived for "+w.days[i], count.Received-count.Rejected, rows)
		}
		delete(arrived, w.days[i])
	}
	for day, rows := range arrived {
		return w.mismatch("rows arrived for "+day+", which is none of its days", 0, rows)
	}
	return nil
}

func (w *unitWrite) mismatch(reason string, expected, received int64) error {
	return &mperr.UnitMismatch{Unit: w.unit.ID, Reason: reason, Expected: expected, Received: received}
}

// record writes what is known of the unit: coverage, the keys of its events, the rejected lines, and its report.
func (w *unitWrite) record(tx *duck.Transaction) error {
	now := w.sink.now().UTC()
	days := w.tally(now)
	if len(w.days) > 0 {
		_, err := tx.Exec("DELETE FROM _mp.coverage WHERE table_id = ? AND day BETWEEN ? AND ?", w.session.tableID, w.unit.FromDate, w.unit.ToDate)
		if err != nil {
			return err
		}
	}
	err := tx.Insert("_mp.coverage", "table_id, day, complete, filter, received, stored, duplicates, rejected, fetched_at", days)
	if err != nil {
		return err
	}
	if err := w.recordKeys(tx); err != nil {
		return err
	}
	if err := w.recordRejects(tx, w.source.Footer().Rejects); err != nil {
		return err
	}
	return w.recordReport(tx, now)
}

// tally adds up the report, and gives the rows of coverage.
func (w *unitWrite) tally(now time.Time) (days [][]any) {
	footer := w.source.Footer()
	w.report = storage.UnitReport{Unit: w.unit}
	for _, count := range footer.Days {
		copies := w.copies[count.Day]
		stored := count.Received - count.Rejected - copies
		days = append(days, []any{
			w.session.tableID, count.Day, count.Complete, w.unit.Filter, count.Received, stored, copies, count.Rejected, now,
		})
		w.report.Received += count.Received
		w.report.Stored += stored
		w.report.Duplicates += copies
		w.report.Rejected += count.Rejected
	}
	if w.days == nil {
		w.report.Rejected, w.report.Duplicates = int64(len(footer.Rejects)), w.replaced
		w.report.Stored, w.report.Received = footer.Rows-w.replaced, footer.Rows+w.report.Rejected
	}
	return days
}

func (w *unitWrite) recordReport(tx *duck.Transaction, now time.Time) error {
	if _, err := tx.Exec("DELETE FROM _mp.units WHERE session_id = ? AND id = ?", w.session.id, w.unit.ID); err != nil {
		return err
	}
	return tx.Insert("_mp.units", "session_id, id, from_date, to_date, filter, received, stored, duplicates, rejected, stored_at", [][]any{{
		w.session.id, w.unit.ID, w.unit.FromDate, w.unit.ToDate, w.unit.Filter,
		w.report.Received, w.report.Stored, w.report.Duplicates, w.report.Rejected, now,
	}})
}

// recordRejects keeps the rejected lines of the unit in place of those of the same days.
func (w *unitWrite) recordRejects(tx *duck.Transaction, rejects []storage.Reject) error {
	_, err := tx.Exec("DELETE FROM _mp.rejects WHERE table_id = ? AND (unit = ? OR day <> '' AND day BETWEEN ? AND ?)",
		w.session.tableID, w.unit.ID, w.unit.FromDate, w.unit.ToDate)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(rejects, 500) {
		var lines [][]any
		for _, reject := range some {
			lines = append(lines, []any{w.session.tableID, w.unit.ID, reject.Day, reject.Offset, reject.Reason, reject.Start})
		}
		if err := tx.Insert("_mp.rejects", `table_id, unit, day, "offset", reason, start`, lines); err != nil {
			return err
		}
	}
	return nil
}
