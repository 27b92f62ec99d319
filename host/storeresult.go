package host

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// StoreResult keeps an answer as a table of the kind [storage.Result]: the rows of its table under their number, so that SQL
// can join them with the events. mode is [storage.Create], which fails with [mperr.TableExists] where the table is there, or
// [storage.Replace], which fails with [mperr.TableKindMismatch] where the table holds events or profiles. asked says what was
// asked; its ProjectID is the workspace's where it is empty and credentials are configured. A column of a type that tables do
// not have is text, and of two of one name the later gets a number.
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

// CheckNewResult says whether [Workspace.StoreResult] could make a table: before the question is asked, which may count
// against a quota. The error is an [mperr.TableExists]; for [storage.Replace] an [mperr.TableKindMismatch], as an answer is no
// substitute for what was fetched; or an [mperr.InvalidArgument] for the name.
func (w *Workspace) CheckNewResult(ctx context.Context, table string, mode storage.Mode) error {
	if err := storage.CheckTable(table); err != nil {
		return err
	}
	if mode == storage.Replace {
		return w.checkReplaced(ctx, table)
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

func (w *Workspace) checkReplaced(ctx context.Context, name string) error {
	tables, err := w.Tables(ctx)
	if errors.As(err, new(*mperr.DatabaseNotFound)) {
		return nil
	}
	for _, table := range tables {
		if strings.EqualFold(table.Name, name) && table.Kind != storage.Result {
			return &mperr.TableKindMismatch{TableName: table.Name, Kind: string(table.Kind), Wanted: string(storage.Result)}
		}
	}
	return err
}
