package engine

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Sample gives rows picked at random, each with the same chance. It also samples tables and views that mp did not make.
func (s *Sink) Sample(ctx context.Context, table string, n int) (storage.Reader, error) {
	if n < 0 {
		return nil, &mperr.InvalidArgument{Argument: "n", Reason: "a sample has no negative number of rows"}
	}
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	doing := "sample table " + table
	var text string
	err = s.database.Read(ctx, func(tx *duck.Transaction) error {
		spelt, err := s.visible(tx, table)
		if err != nil {
			return err
		}
		text, err = sampling(tx, spelt, n)
		return err
	})
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	answer, err := s.config.ask(ctx, duck.Question{SQL: text})
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	return newReader(answer, 0, func(ctx context.Context, err error) error { return s.failed(ctx, doing, err) }), nil
}

// sampling is the statement. A sample of a table picks row ids first, so that the wide columns are read for the picked
// rows alone.
func sampling(tx *duck.Transaction, table string, n int) (string, error) {
	_, base, err := there(tx, table)
	if err != nil {
		return "", err
	}
	name := qualified(table)
	if !base {
		return fmt.Sprintf("FROM %s USING SAMPLE reservoir(%d ROWS)", name, n), nil
	}
	var rows int64
	err = tx.Query(func(into func(...any) error) error { return into(&rows) }, "SELECT count(*) FROM "+name)
	if err != nil || rows <= int64(n) {
		return "FROM " + name, err
	}
	return fmt.Sprintf("FROM %s WHERE rowid IN (SELECT rowid FROM %s USING SAMPLE reservoir(%d ROWS))", name, name, n), nil
}
