package engine

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
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

// lacking are the columns that the table does not have yet, and the property columns that it has with a type that does
// not hold the values, with one that does. The error is an [mperr.InvalidArgument] for a column that it has in another way.
func (x *session) lacking(arriving []arrival.Column) ([]arrival.Column, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	var lacking []arrival.Column
	for _, column := range arriving {
		at := slices.IndexFunc(x.columns, func(c arrival.Column) bool { return strings.EqualFold(c.Name, column.Name) })
		switch {
		case column.Marks:
		case at < 0:
			lacking = append(lacking, column)
		case x.columns[at].Holds != column.Holds || x.columns[at].Property != column.Property:
			return nil, &mperr.InvalidArgument{
				Argument: "column " + column.Name, Value: column.Property, Reason: "the table has it for something else",
			}
		case x.columns[at].Name != column.Name:
			return nil, &mperr.InvalidArgument{
				Argument: "column " + column.Name,
				Reason:   "the table has it as " + x.columns[at].Name + "; upper and lower case are the same to DuckDB",
			}
		case column.Holds:
			if wider := widest(x.columns[at].Type, column.Type); wider != x.columns[at].Type {
				column.Type = wider
				lacking = append(lacking, column)
			}
		case x.columns[at].Type != column.Type:
			return nil, &mperr.InvalidArgument{
				Argument: "column " + column.Name, Value: column.Type, Reason: "the table has it as " + x.columns[at].Type,
			}
		}
	}
	return lacking, nil
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

// columnsOf are the columns of a table of the user's schema.
func columnsOf(tx *duck.Transaction, table string) (columns []arrival.Column, err error) {
	err = tx.Query(func(into func(...any) error) error {
		var c arrival.Column
		var nullable bool
		err := into(&c.Name, &c.Type, &nullable)
		c.Required = !nullable
		columns = append(columns, c)
		return err
	}, `SELECT column_name, data_type, is_nullable FROM duckdb_columns()
		WHERE database_name = current_database() AND schema_name = 'main' AND lower(table_name) = lower(?)
		ORDER BY column_index`, table)
	return columns, err
}

// newID makes an id that no other session or table has.
func newID() string {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

// session finds an open session.
func (s *Sink) session(id string) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if open, ok := s.sessions[id]; ok {
		return open, nil
	}
	return nil, &mperr.SessionNotFound{Session: id}
}

// sessionOn finds the open session of a table; nil where there is none.
func (s *Sink) sessionOn(table string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, open := range s.sessions {
		if strings.EqualFold(open.target.Table, table) {
			return open
		}
	}
	return nil
}

// conflict is the error for a table whose session is open.
func (s *Sink) conflict(table string) error {
	if open := s.sessionOn(table); open != nil {
		return &mperr.SessionConflict{TableName: table, Session: open.id}
	}
	return nil
}

func (s *Sink) doing(verb, table string) string { return fmt.Sprintf("%s table %s", verb, table) }
