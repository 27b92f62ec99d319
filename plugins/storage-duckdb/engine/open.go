package engine

import (
	"context"
	"errors"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// open opens the store once, without waiting. On an error nothing stays open.
func (e *Engine) open(ctx context.Context, p place, config []duck.Option, chosen map[string]string) (*Sink, error) {
	there, err := p.exists()
	if err != nil {
		return nil, err
	}
	letGo, first, err := p.hold()
	if err != nil {
		return nil, err
	}
	if !p.readOnly {
		p.sweepDrafts()
	}
	made, err := e.ready(ctx, p, config, there, first)
	if err != nil {
		letGo()
		return nil, err
	}
	database, err := p.named(func() (*duck.Database, error) { return duck.Open(p.path, config) })
	if err != nil {
		letGo()
		return nil, p.failed(ctx, "open database "+p.location, err)
	}
	if !p.readOnly {
		p.sweepSpilled()
	}
	found, err := e.prepare(ctx, p, database)
	if err != nil {
		err = p.failed(ctx, "open database "+p.location, errors.Join(err, database.Close()))
		letGo()
		return nil, err
	}
	sink := newSink(e, p, &configuration{database: database, chosen: chosen}, found, letGo)
	sink.beginning.made = made
	return sink, nil
}

// ready makes the file if it is not there, and looks whether it is one of DuckDB's if nobody in this process has done so.
func (e *Engine) ready(ctx context.Context, p place, config []duck.Option, there, first bool) (made bool, err error) {
	switch {
	case !there && p.readOnly:
		return false, &mperr.DatabaseNotFound{Path: p.location}
	case !there:
		return e.create(ctx, p, config)
	case first:
		return false, p.checkMagic()
	}
	return false, nil
}

// prepare sees to the layout and to what statements may reach.
func (e *Engine) prepare(ctx context.Context, p place, database *duck.Database) (found format, err error) {
	err = database.Read(ctx, func(tx *duck.Transaction) error {
		found, err = readFormat(tx)
		return err
	})
	if err != nil {
		return format{}, err
	}
	if err := p.checkFormat(found); err != nil {
		return format{}, err
	}
	if found.version == 0 && !p.readOnly {
		// A file of DuckDB that somebody else made: the engine moves in beside what is there.
		found = format{version: formatVersion, createdAt: e.now()}
		if err := database.Write(ctx, func(tx *duck.Transaction) error { return layOut(tx, found.createdAt) }); err != nil {
			return format{}, err
		}
	}
	if found.version < formatVersion && !p.readOnly {
		if err := database.Write(ctx, upgrade); err != nil {
			return format{}, err
		}
		found.version = formatVersion
	}
	if !p.readOnly {
		if err := database.Write(ctx, removeAside); err != nil {
			return format{}, err
		}
	}
	return found, fence(ctx, database)
}

// removeAside removes the tables of units that a process did not bring to their end.
func removeAside(tx *duck.Transaction) error {
	var names []string
	err := tx.Query(func(into func(...any) error) error {
		var name string
		err := into(&name)
		names = append(names, name)
		return err
	}, `SELECT table_name FROM duckdb_tables()
		WHERE database_name = current_database() AND schema_name = 'main' AND starts_with(table_name, ?)`, asideName(""))
	for _, name := range names {
		if err == nil {
			_, err = tx.Exec("DROP TABLE " + qualified(name))
		}
	}
	return err
}

// fence keeps statements in. Readers of one process share an instance, so another may have done so already, and locked it.
func fence(ctx context.Context, database *duck.Database) error {
	for _, statement := range fences {
		if err := database.Exec(ctx, statement); isLocked(err) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}
