package main

import (
	"context"
	"fmt"
	"os"
)

// tenfold is how much more a large load is.
const tenfold = 10

// large loads ten times the events, with property columns as before, and holds the memory against that of the load before.
func large(ctx context.Context, s *scene, table *figures) error {
	if !s.large {
		return nil
	}
	other := *s
	other.events, other.store = s.events*tenfold, s.file("large.duckdb")
	var err error
	if other.served, err = serve(ctx, s.file("large"), other.events, nil); err != nil {
		return err
	}
	defer func() { _ = other.served.Stop() }()
	defer func() { _ = os.Remove(other.store) }()
	if _, err := other.fetch(ctx, other.store, "--no-columns"); err != nil { // makes the bodies
		return err
	}
	used, err := other.fetch(ctx, other.store)
	if err != nil {
		return err
	}
	table.add(fmt.Sprintf("fetch %d events", other.events), fmt.Sprintf("%.1f s", used.wall.Seconds()), other.spread([]usage{used}))
	table.atMost("its peak memory of mp", used.host, 80, "%.0f MB")
	table.atMost("its peak memory of the storage plugin", used.plugin, 450, "%.0f MB")
	table.atMost("peak memory of mp over that of a tenth of the events", used.host/s.load.host, 1.1, "%.2f ×")
	table.atMost("peak memory of the storage plugin over that of a tenth of the events", used.plugin/s.load.plugin, 1.1, "%.2f ×")
	return nil
}
