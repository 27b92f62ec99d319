package engine

import (
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// unfinished is a session that a process which is gone has left in the file.
type unfinished struct {
	id, tableID string
	target      storage.Target
}

func unfinishedOf(tx *duck.Transaction, table string) (found []unfinished, err error) {
	err = tx.Query(func(into func(...any) error) error {
		var u unfinished
		var kind, mode string
		err := into(&u.id, &u.tableID, &u.target.Table, &kind, &mode, &u.target.Fingerprint)
		u.target.Kind, u.target.Mode = storage.Kind(kind), storage.Mode(mode)
		found = append(found, u)
		return err
	}, "SELECT id, table_id, table_name, kind, mode, fingerprint FROM _mp.sessions WHERE lower(table_name) = lower(?)", table)
	return found, err
}

// asks says whether a target is the same request.
func (u unfinished) asks(target storage.Target) bool {
	return u.target.Kind == target.Kind && u.target.Mode == target.Mode && u.target.Fingerprint == target.Fingerprint
}

// remove ends the session for good: what is staged goes, what an APPEND of events has stored stays and widens the range of
// days that its table tells.
func (u unfinished) remove(tx *duck.Transaction) error {
	if u.target.Staged() {
		if _, err := tx.Exec("DROP TABLE IF EXISTS " + qualified(stagedName(u.tableID))); err != nil {
			return err
		}
		return forget(tx, u.tableID)
	}
	if err := settleAppend(tx, u.id, u.tableID, storage.Metadata{}, time.Time{}); err != nil {
		return err
	}
	return endSession(tx, u.id)
}

func endSession(tx *duck.Transaction, id string) error {
	if _, err := tx.Exec("DELETE FROM _mp.units WHERE session_id = ?", id); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM _mp.sessions WHERE id = ?", id)
	return err
}
