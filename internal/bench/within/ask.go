package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// asked measures a query in an open store, from the call to its last row. The first time is not counted: it reads from disk.
func asked(ctx context.Context, plugins, store, times, query string) (measured figures, err error) {
	n, err := strconv.Atoi(times)
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "mp-bench-home-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(home) }()
	workspace, err := host.Open(ctx, host.Options{Database: store, ReadOnly: true, PluginDirs: []string{plugins}, Home: home})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closeErr := workspace.Close(); err == nil {
			err = closeErr
		}
	}()
	var took []float64
	rows := int64(0)
	for i := range n + 1 {
		begun := time.Now()
		if rows, err = count(ctx, workspace, query); err != nil {
			return nil, err
		}
		if i > 0 {
			took = append(took, float64(time.Since(begun).Microseconds())/1000)
		}
	}
	return figures{"median_ms": median(took), "rows": float64(rows)}, nil
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
