package engine

import (
	"context"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Drop removes a table of the user's schema, also one that mp did not make, but no view. With it go its coverage, its
// rejected lines and what a process that is gone has left unfinished on it.
func (s *Sink) Drop(ctx context.Context, table string) error {
	ctx, leave, err := s.change(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if err := s.turn.Acquire(ctx, 1); err != nil {
		return s.failed(ctx, s.doing("drop", table), err)
	}
	defer s.turn.Release(1)
	err = s.database.Write(ctx, func(tx *duck.Transaction) error {
		spelt, err := s.visible(tx, table)
		if err != nil {
			return err
		}
		if err := s.conflict(table); err != nil {
			return err
		}
		return s.drop(tx, spelt)
	})
	return s.failed(ctx, s.doing("drop", table), err)
}

func (s *Sink) drop(tx *duck.Transaction, table string) error {
	_, base, err := there(tx, table)
	switch {
	case err != nil:
		return err
	case !base:
		return &mperr.StorageFailed{Message: table + " is a view", Path: s.location, Fix: "remove it with SQL: DROP VIEW " + strings.ToLower(table)}
	}
	left, err := unfinishedOf(tx, table)
	if err != nil {
		return err
	}
	for _, session := range left {
		if err := session.remove(tx); err != nil {
			return err
		}
	}
	old, err := entries(tx, "WHERE lower(name) = lower(?)", table)
	if err != nil {
		return err
	}
	for _, e := range old {
		if err := forget(tx, e.id); err != nil {
			return err
		}
	}
	_, err = tx.Exec("DROP TABLE " + qualified(table))
	return err
}
