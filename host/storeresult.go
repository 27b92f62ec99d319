package host

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// StoreResult keeps an answer as a table of the kind [storage.Result]: the rows of its table under their number, so that SQL
// can join them with the events. mode is [storage.Create], which fails with [mperr.TableExists] where the table is there, or
// [storage.Replace]. asked says what was asked; its ProjectID is the workspace's where it is empty and credentials are
// configured. A column of a type that tables do not have is text, and of two of one name the later gets a number.
func (w *Workspace) StoreResult(
	ctx context.Context, table string, mode storage.Mode, asked storage.Metadata, answer result.Tabular,
) (stored storage.Table, err error) {
	target := storage.Target{Table: table, Kind: storage.Result, Mode: mode, Metadata: asked}
	if err := target.Check(); err != nil {
		return stored, err
	}
	if asked.ProjectID == "" {
		if credentials, err := w.Credentials(ctx); err == nil {
			target.Metadata.ProjectID = credentials.ProjectID()
		}
	}
	fingerprint, err := json.Marshal(target.Metadata)
	if err != nil {
		return stored, err
	}
	target.Fingerprint = string(fingerprint)
	store, err := w.openedStore(ctx)
	if err != nil {
		return stored, err
	}
	err = store.whileRunning(ctx, func(ctx context.Context) error {
		stored, err = storeWhole(ctx, store.sink, target, answer)
		return err
	})
	return stored, err
}

// storeWhole stores a result in one session of one unit. Where that fails nothing is left of it.
func storeWhole(ctx context.Context, sink storage.Sink, target storage.Target, answer result.Tabular) (storage.Table, error) {
	session, err := sink.Begin(ctx, target)
	if err != nil {
		return storage.Table{}, err
	}
	table, err := func() (storage.Table, error) {
		rows := newResultRows(answer.Table())
		defer rows.release()
		if _, err := sink.WriteUnit(ctx, session.ID, storage.Unit{ID: "result"}, rows); err != nil {
			return storage.Table{}, err
		}
		return sink.Commit(ctx, session.ID)
	}()
	if err != nil && !errors.As(err, new(*mperr.SessionNotFound)) {
		_ = sink.Abort(context.WithoutCancel(ctx), session.ID) // the error above is what is told
	}
	return table, err
}

// CheckNewResult says whether [Workspace.StoreResult] could create a table: before the question is asked, which may count
// against a quota. The error is an [mperr.TableExists], or an [mperr.InvalidArgument] for the name.
func (w *Workspace) CheckNewResult(ctx context.Context, table string) error {
	if err := storage.CheckTable(table); err != nil {
		return err
	}
	_, err := w.Describe(ctx, table)
	switch {
	case err == nil:
		return &mperr.TableExists{TableName: table, Suggestion: "replace it, choose another name, or drop it first"}
	case errors.As(err, new(*mperr.TableNotFound)), errors.As(err, new(*mperr.DatabaseNotFound)):
		return nil
	}
	return err
}
