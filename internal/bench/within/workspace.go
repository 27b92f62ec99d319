package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/host"
)

// inWorkspace runs a measurement in a workspace that reads a store, with a home of its own.
func inWorkspace(ctx context.Context, plugins, store string, measure func(*host.Workspace) (figures, error)) (measured figures, err error) {
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
	return measure(workspace)
}

// medianOf is the median of how long a question takes, in milliseconds. The first time is not counted: it reads from disk.
func medianOf(times string, ask func() error) (float64, error) {
	n, err := strconv.Atoi(times)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q is no number of times", times)
	}
	took := make([]float64, 0, n)
	for i := range n + 1 {
		begun := time.Now()
		if err := ask(); err != nil {
			return 0, err
		}
		if i > 0 {
			took = append(took, float64(time.Since(begun).Microseconds())/1000)
		}
	}
	return median(took), nil
}
