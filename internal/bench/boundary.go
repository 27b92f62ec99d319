package main

import (
	"context"
	"fmt"
	"strconv"
)

// boundary measures what the way to a plugin costs: the record batches of a fetch go over the plugin transport, with mutual
// TLS, to a plugin that reads and drops them.
func boundary(ctx context.Context, s *scene, table *figures) error {
	for _, way := range []struct{ name, columns string }{{"with property columns", "true"}, {"without property columns", "false"}} {
		measured, err := s.inside(ctx, "ship", s.plugins(), s.served.URL, firstDay, shippedTo, way.columns, strconv.Itoa(s.rounds))
		if err != nil {
			return err
		}
		table.atMost("from mp to a plugin over mTLS, batches "+way.name+", both sides", measured["cpu_s"], 1.2, "%.2f CPU-s for 1M events")
		table.add("of that, mp and the plugin", fmt.Sprintf("%.2f and %.2f CPU-s", measured["host_cpu_s"], measured["plugin_cpu_s"]),
			fmt.Sprintf("%.0f events/s, %.0f bytes an event", measured["events_s"], measured["bytes"]))
	}
	return nil
}

// shippedTo is the last of the days whose batches are sent to and fro, a sixth of all, as they are held in memory.
const shippedTo = "2026-01-05"
