package engine

import (
	"context"
	"errors"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// What mp keeps in the file: tables that it fetched, with their coverage, and the books about them. Coverage says which
// days a table holds, and with how many rows; it stays true because no one but mp changes these tables. Staged tables and
// those aside have names of mp's own.
const (
	// keptTables are all tables of mp.
	keptTables = `SELECT schema_name, table_name FROM duckdb_tables()
		WHERE database_name = current_database() AND (schema_name = '_mp' OR schema_name = 'main'
			AND (starts_with(lower(table_name), '_mp_') OR lower(table_name) IN (SELECT lower(name) FROM _mp.tables)))`

	// keptNames counts what has a name of mp's, of any sort, or the name of a table that mp has fetched: one that somebody
	// removed with other means leaves its coverage behind, and a new table of that name would take it over.
	keptNames = `SELECT count(*) FROM (
			SELECT schema_name, table_name AS name, lower(table_name) IN (SELECT lower(name) FROM _mp.tables) AS fetched
				FROM duckdb_tables() WHERE database_name = current_database()
			UNION ALL SELECT schema_name, view_name, false FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
			UNION ALL SELECT schema_name, index_name, false FROM duckdb_indexes() WHERE database_name = current_database()
			UNION ALL SELECT schema_name, sequence_name, false FROM duckdb_sequences() WHERE database_name = current_database()
			UNION ALL SELECT schema_name, type_name, false FROM duckdb_types() WHERE database_name = current_database() AND NOT internal
			UNION ALL SELECT schema_name, function_name, false FROM duckdb_functions()
				WHERE database_name = current_database() AND NOT internal)
		WHERE schema_name = '_mp' OR schema_name = 'main' AND (fetched OR starts_with(lower(name), '_mp_'))`
)

// What a statement is told that would change any of it.
const (
	keepsTables = "the statement would change a table that mp fetched, or what mp notes in the schema _mp: fetched tables " +
		"belong to their coverage, which must stay true. Change a table of your own, made with CREATE TABLE mine AS SELECT … " +
		"from the fetched one; mp inspect drop removes a fetched table, mp fetch with --append --refetch fetches its days again"

	keepsNames = "the statement would make something in the schema _mp, with a name that begins with _mp_, or with the name of " +
		"a table whose coverage mp still has: choose another name"
)

// askToWrite runs a statement that may change the user's own tables. What mp keeps stays as it is, whatever the statement
// is and however it comes to a table: DuckDB itself holds the line (see [duck.Transaction.Fence]), so there is nothing to
// read out of the text. A statement that finds no row to change in a kept table has changed nothing and is fine.
func (s *Sink) askToWrite(ctx context.Context, question duck.Question) (answer *duck.Answer, err error) {
	ctx, leave, err := s.change(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	release, err := s.alone(ctx)
	if err != nil {
		return nil, s.failed(ctx, "run a query", err)
	}
	defer release()
	question.Steady = keptNames
	s.noteKept()
	var fence error
	err = s.database.Undo(ctx, func(tx *duck.Transaction) error {
		if fence = tx.Fence(keptTables); fence != nil {
			return fence
		}
		var err error
		answer, err = s.config.ask(ctx, question)
		return err
	})
	if err == nil {
		return answer, nil
	}
	if answer != nil {
		answer.Close()
	}
	if fence != nil {
		return nil, s.failed(ctx, "keep the fetched tables as they are", fence)
	}
	return nil, s.refused(ctx, question.SQL, kept(err))
}

// kept names the reason of a refusal.
func kept(err error) error {
	failure := duck.FailureOf(err)
	switch {
	case errors.Is(err, duck.ErrUnsteady):
		return &mperr.QueryFailed{Message: keepsNames}
	case failure != nil && failure.Fenced():
		return &mperr.QueryFailed{Message: keepsTables}
	}
	return err
}

// alone waits until nothing else changes the store, and keeps it waiting until release is called: units and what begins
// or ends a session would meet the fence.
func (s *Sink) alone(ctx context.Context) (release func(), err error) {
	if err := s.turn.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	held := []func(){func() { s.turn.Release(1) }}
	release = func() {
		for _, giveBack := range held {
			giveBack()
		}
	}
	for _, open := range s.openSessions() {
		if err := open.gate.Acquire(ctx, everybody); err != nil {
			release()
			return nil, err
		}
		held = append(held, func() { open.gate.Release(everybody) })
	}
	return release, nil
}
