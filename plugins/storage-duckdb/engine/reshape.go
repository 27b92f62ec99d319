package engine

import (
	"context"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// join takes part in the session's gate, with the table having all the columns.
func (s *Sink) join(ctx context.Context, open *session, columns []arrival.Column) error {
	for {
		if err := open.gate.Acquire(ctx, 1); err != nil {
			return err
		}
		lacking, err := open.lacking(columns)
		if open.over() {
			err = &mperr.SessionNotFound{Session: open.id}
		}
		if err == nil && len(lacking) == 0 {
			return nil
		}
		open.gate.Release(1)
		if err != nil {
			return err
		}
		if err := s.suit(ctx, open, columns); err != nil {
			return err
		}
	}
}

// suit brings the table into the shape that a unit needs while no unit is being written: DuckDB fails a transaction
// that has inserted into a table whose shape another one changed.
func (s *Sink) suit(ctx context.Context, open *session, columns []arrival.Column) error {
	if err := open.gate.Acquire(ctx, everybody); err != nil {
		return err
	}
	defer open.gate.Release(everybody)
	lacking, err := open.lacking(columns)
	if err != nil || open.over() {
		return err
	}
	if made, err := s.makeAnew(ctx, open, lacking); made || err != nil {
		return err
	}
	// One transaction each: of two columns in one, the next transaction fails now and then, as if another had altered the
	// table beside it (measured). Each column is right by itself.
	for _, column := range lacking {
		err := s.reshape(ctx, open, []arrival.Column{column}, func(tx *duck.Transaction) error {
			return alter(tx, open.physical, open.tableID, column)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// makeAnew makes a staged table without rows anew with further columns, which takes one statement for all of them.
func (s *Sink) makeAnew(ctx context.Context, open *session, lacking []arrival.Column) (made bool, err error) {
	if !open.target.Staged() {
		return false, nil
	}
	known := open.table()
	for _, column := range lacking {
		if _, ok := propertyNamed(column.Name, known); ok {
			return false, nil // a column changes its type
		}
	}
	err = s.reshape(ctx, open, lacking, func(tx *duck.Transaction) error {
		filled := false
		err := tx.Query(func(into func(...any) error) error { return into(&filled) }, "SELECT EXISTS (FROM "+qualified(open.physical)+")")
		if err != nil || filled {
			return err
		}
		for _, column := range lacking {
			if err := enter(tx, open.tableID, column); err != nil {
				return err
			}
		}
		made = true
		return createTable(tx, open.physical, append(known, lacking...))
	})
	return made, err
}

// reshape runs a transaction that brings columns into the session's table.
func (s *Sink) reshape(ctx context.Context, open *session, columns []arrival.Column, change func(*duck.Transaction) error) error {
	var shaped []arrival.Column
	err := s.database.Write(ctx, func(tx *duck.Transaction) (err error) {
		if err = change(tx); err == nil {
			shaped, err = propertyColumnsOf(tx, open.physical, open.tableID)
		}
		return err
	})
	if err != nil {
		return err
	}
	open.mu.Lock()
	defer open.mu.Unlock()
	for i, column := range shaped { // of what repeats itself the catalog tells nothing
		known, ok := propertyNamed(column.Name, slices.Concat(columns, open.columns))
		shaped[i].Repeats = ok && known.Repeats
	}
	open.columns = shaped
	return nil
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
