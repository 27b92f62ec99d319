package engine

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// session is an open write session.
type session struct {
	id     string
	target storage.Target
	// tableID is the table's id in _mp; physical is the name of the table that units go to.
	tableID, physical string

	// gate is held in part by each unit, and whole by what changes the table's shape or ends the session.
	gate *semaphore.Weighted

	mu sync.Mutex
	// columns are those of the table.
	columns []arrival.Column
	ended   bool
	// writing are the units being written; changed is closed when one of them is over.
	writing []storage.Unit
	changed chan struct{}
	// leftover says that the staged table may have rows of days without coverage.
	leftover bool
}

// everybody is the whole of a session's gate: more than units can be.
const everybody = 1 << 30

func newSession(id string, target storage.Target, tableID, physical string) *session {
	return &session{
		id: id, target: target, tableID: tableID, physical: physical,
		gate: semaphore.NewWeighted(everybody), changed: make(chan struct{}),
	}
}

// over says whether the session was committed or aborted.
func (x *session) over() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.ended
}

// leaveBehind notes that rows of a unit that failed are still in the staged table.
func (x *session) leaveBehind() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.leftover = true
}

// sweep removes rows of days without coverage from a staged table of events: what is left of a unit whose last
// transaction did not happen.
func (x *session) sweep(tx *duck.Transaction) error {
	if x.target.Mode == storage.Append || x.target.Kind != storage.Events {
		return nil
	}
	_, err := tx.Exec("DELETE FROM "+qualified(x.physical)+
		" WHERE project_day NOT IN (SELECT day FROM _mp.coverage WHERE table_id = ?)", x.tableID)
	return err
}

// insert notes a session in the file, in place of what is noted under its id.
func (x *session) insert(tx *duck.Transaction, now time.Time) error {
	metadata, err := json.Marshal(x.target.Metadata)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM _mp.sessions WHERE id = ?", x.id); err != nil {
		return err
	}
	return tx.Insert("_mp.sessions", "id, table_id, table_name, kind, mode, fingerprint, metadata, started_at", [][]any{{
		x.id, x.tableID, x.target.Table, string(x.target.Kind), string(x.target.Mode), x.target.Fingerprint, string(metadata), now.UTC(),
	}})
}

// durable lists the units that a session has stored, by their first day.
func durable(tx *duck.Transaction, sessionID string) (reports []storage.UnitReport, err error) {
	err = tx.Query(func(into func(...any) error) error {
		var r storage.UnitReport
		err := into(&r.Unit.ID, &r.Unit.FromDate, &r.Unit.ToDate, &r.Unit.Filter, &r.Received, &r.Stored, &r.Duplicates, &r.Rejected)
		reports = append(reports, r)
		return err
	}, `SELECT id, from_date, to_date, filter, received, stored, duplicates, rejected FROM _mp.units
		WHERE session_id = ? ORDER BY from_date, id`, sessionID)
	return reports, err
}

// newID makes an id that no other session or table has.
func newID() string {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}
