package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/host/plugin"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// stored measures what the plugin "duckdb" takes to store the same days of several projects, in turn, from the beginning of
// a session until the store is closed. The batches are made before, so nothing of the host's work is in it but sending.
func stored(ctx context.Context, plugins, folder, from, to, times string, addresses []string) (measured figures, err error) {
	n, err := strconv.Atoi(times)
	if err != nil {
		return nil, err
	}
	fetches := make([][]*recorded, len(addresses))
	for i, address := range addresses {
		if fetches[i], err = record(ctx, address, from, to, false); err != nil {
			return nil, err
		}
	}
	manager := plugin.NewManager(plugin.Config{Dirs: []string{plugins}})
	defer func() {
		if closeErr := manager.Close(); err == nil {
			err = closeErr
		}
	}()
	walls, processors := make([][]float64, len(addresses)), make([][]float64, len(addresses))
	for range n {
		for i := range addresses {
			wall, processor, err := keep(ctx, manager, filepath.Join(folder, "stored.duckdb"), fetches[i])
			if err != nil {
				return nil, err
			}
			walls[i], processors[i] = append(walls[i], wall.Seconds()), append(processors[i], processor.Seconds())
		}
	}
	measured = figures{}
	for i := range addresses {
		measured[fmt.Sprint("wall_", i)], measured[fmt.Sprint("cpu_", i)] = median(walls[i]), median(processors[i])
		measured[fmt.Sprint("rows_", i)] = float64(rowsOf(fetches[i]))
	}
	return measured, nil
}

// keep writes units into a new store in a process of its own, and gives the time and the plugin's processor time.
func keep(ctx context.Context, manager *plugin.Manager, path string, units []*recorded) (wall, processor time.Duration, err error) {
	process, err := manager.Start(ctx, plugin.Storage, "duckdb")
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = os.Remove(path) }()
	sink, err := process.Engine().Open(ctx, storage.Options{Location: path})
	if err != nil {
		return 0, 0, err
	}
	runtime.GC()
	_, before, err := processTimes()
	if err != nil {
		return 0, 0, err
	}
	begun := time.Now()
	session, err := sink.Begin(ctx, storage.Target{Table: "events", Kind: storage.Events, Mode: storage.Create, Fingerprint: "bench"})
	if err == nil {
		err = write(ctx, sink, session.ID, units)
	}
	if err == nil {
		_, err = sink.Commit(ctx, session.ID)
	}
	if err == nil {
		err = sink.Close(ctx)
	}
	wall = time.Since(begun)
	_, after, timeErr := processTimes()
	if err == nil {
		err = timeErr
	}
	if stopErr := process.Stop(); err == nil {
		err = stopErr
	}
	return wall, after - before, err
}
