package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Tables lists the tables that mp made. Others in the same file can be described, sampled and queried, but are not listed.
func (s *Sink) Tables(ctx context.Context) (tables []storage.Table, err error) {
	err = s.look(ctx, "list the tables", func(tx *duck.Transaction) error {
		if s.format.version == 0 {
			return nil
		}
		tables, err = s.tablesOf(tx, "WHERE EXISTS (FROM duckdb_tables() AS t WHERE t.database_name = current_database() "+
			"AND t.schema_name = 'main' AND lower(t.table_name) = lower(name))")
		return err
	})
	return tables, err
}

// look runs f in a transaction that only reads.
func (s *Sink) look(ctx context.Context, doing string, f func(*duck.Transaction) error) error {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return s.failed(ctx, doing, s.database.Read(ctx, f))
}

func (s *Sink) tablesOf(tx *duck.Transaction, where string, args ...any) ([]storage.Table, error) {
	all, err := entries(tx, where, args...)
	if err != nil {
		return nil, err
	}
	tables := make([]storage.Table, 0, len(all))
	for _, e := range all {
		// What an APPEND has brought so far is not in the entry yet.
		if err := e.addAppended(tx); err != nil {
			return nil, err
		}
		table := storage.Table{Name: e.name, Kind: e.kind, FetchedAt: e.fetchedAt, Metadata: e.metadata}
		err := tx.Query(func(into func(...any) error) error { return into(&table.Rows) }, "SELECT count(*) FROM "+qualified(e.name))
		if err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	slices.SortFunc(tables, func(a, b storage.Table) int { return cmp.Compare(a.Name, b.Name) })
	return tables, nil
}

func (e *entry) addAppended(tx *duck.Transaction) error {
	var sessions []string
	err := tx.Query(func(into func(...any) error) error {
		var id string
		err := into(&id)
		sessions = append(sessions, id)
		return err
	}, "SELECT id FROM _mp.sessions WHERE table_id = ? AND mode = 'append'", e.id)
	for _, id := range sessions {
		if err == nil {
			err = e.addUnits(tx, id)
		}
	}
	return err
}

func (s *Sink) describe(tx *duck.Transaction, tableID string) (storage.Table, error) {
	tables, err := s.tablesOf(tx, "WHERE id = ?", tableID)
	if err != nil {
		return storage.Table{}, err
	}
	if len(tables) != 1 {
		return storage.Table{}, fmt.Errorf("table %s is there %d times", tableID, len(tables))
	}
	return tables[0], nil
}

// visible makes sure that a table or view of the user's is there, and gives its name as it is spelt.
func (s *Sink) visible(tx *duck.Transaction, table string) (spelt string, err error) {
	if storage.CheckTable(table) == nil {
		if spelt, _, err = there(tx, table); err != nil || spelt != "" {
			return spelt, err
		}
	}
	return "", missing(tx, table)
}

// Describe also describes tables and views that mp did not make.
func (s *Sink) Describe(ctx context.Context, table string) (columns []storage.Column, err error) {
	err = s.look(ctx, "describe table "+table, func(tx *duck.Transaction) error {
		spelt, err := s.visible(tx, table)
		if err != nil {
			return err
		}
		keys, err := keysOf(tx, spelt)
		if err != nil {
			return err
		}
		_, all, err := s.shapeOf(tx, spelt)
		for _, c := range all {
			columns = append(columns, storage.Column{
				Name: c.Name, Type: c.Type, Nullable: !c.Required, PrimaryKey: slices.Contains(keys, c.Name), Property: c.Property,
			})
		}
		return err
	})
	return columns, err
}

func keysOf(tx *duck.Transaction, table string) (keys []string, err error) {
	err = tx.Query(func(into func(...any) error) error {
		var key string
		err := into(&key)
		keys = append(keys, key)
		return err
	}, `SELECT unnest(constraint_column_names) FROM duckdb_constraints()
		WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ? AND constraint_type = 'PRIMARY KEY'`, table)
	return keys, err
}

// Coverage of a table that mp did not make is empty.
func (s *Sink) Coverage(ctx context.Context, table string) (days []storage.Day, err error) {
	err = s.look(ctx, "read the coverage of table "+table, func(tx *duck.Transaction) error {
		if _, err := s.visible(tx, table); err != nil {
			return err
		}
		found, ours, err := s.published(tx, table)
		if err != nil || !ours {
			return err
		}
		return tx.Query(func(into func(...any) error) error {
			var d storage.Day
			var day time.Time
			err := into(&day, &d.Complete, &d.Filter, &d.Received, &d.Stored, &d.Duplicates, &d.Rejected, &d.FetchedAt)
			d.Day, d.FetchedAt = day.Format(time.DateOnly), d.FetchedAt.UTC()
			days = append(days, d)
			return err
		}, `SELECT day, complete, filter, received, stored, duplicates, rejected, fetched_at FROM _mp.coverage
			WHERE table_id = ? ORDER BY day`, found.id)
	})
	return days, err
}
