package main

import (
	"context"
	"errors"
	"io"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// asked measures a query in an open store, from the call to its last row.
func asked(ctx context.Context, plugins, store, times, query string) (figures, error) {
	return inWorkspace(ctx, plugins, store, func(workspace *host.Workspace) (figures, error) {
		var rows int64
		took, err := medianOf(times, func() (err error) {
			rows, err = count(ctx, workspace, query)
			return err
		})
		return figures{"median_ms": took, "rows": float64(rows)}, err
	})
}

// count reads an answer to its end.
func count(ctx context.Context, workspace *host.Workspace, query string) (rows int64, err error) {
	reader, err := workspace.Query(ctx, storage.Query{SQL: query})
	if err != nil {
		return 0, err
	}
	defer func() { _ = reader.Close() }()
	for {
		batch, err := reader.Next(ctx)
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows += batch.NumRows()
	}
}
