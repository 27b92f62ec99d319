package main

import (
	"context"
	"fmt"
	"strconv"
)

// scanning measures the host's scanner on lines in memory, in time of one core, beside the standard library's check that
// the same lines are JSON, which extracts nothing.
func scanning(ctx context.Context, s *scene, table *figures) error {
	measured, err := s.inside(ctx, "scan", s.lines, strconv.Itoa(s.rounds))
	if err != nil {
		return err
	}
	valid := measured["valid_mb_s"]
	table.atLeast("scanning: check a line and find what becomes columns", measured["scan_mb_s"], 800, "%.0f MB/s")
	table.atMost("allocations of that", measured["scan_allocs"], 0, "%.3f an event")
	table.add("the same with every property apart, as property columns need", fmt.Sprintf("%.0f MB/s", measured["members_mb_s"]),
		fmt.Sprintf("%.4f allocations an event", measured["members_allocs"]))
	table.add("`encoding/json.Valid` on the same lines", fmt.Sprintf("%.0f MB/s", valid),
		fmt.Sprintf("the scanner does %.1f ×, with every property %.1f × of it", measured["scan_mb_s"]/valid, measured["members_mb_s"]/valid))
	return nil
}
