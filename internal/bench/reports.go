package main

import (
	"context"
	"path/filepath"
	"strconv"
)

// reports measures what the local engine answers from all events, from the call in a program of mp's library to the result,
// in a store that is open.
func reports(ctx context.Context, s *scene, table *figures) error {
	for _, report := range []struct {
		name, what string
		most       float64
	}{
		{"segmentation", "local segmentation by day, of a third of the events", 100},
		{"segmentation-on", "the same split by a property that all of them have", 100},
		{"segmentation-on-gaps", "the same split by a property that half of them lack", 100},
		{"segmentation-on-nulls", "the same split by a property that is null in half of them", 100},
		{"segmentation-on-both", "the same split by a property that some lack and some have as null, of which the JSON tells", 0},
		{"segmentation-of-users", "the same of users", 0},
		{"funnel", "local funnel of three steps", 500},
		{"retention", "local retention of 30 days", 500},
		{"frequency", "local frequency by hours of a day", 0},
	} {
		measured, err := s.inside(ctx, "report", filepath.Join(s.bin, "plugins"), s.store, strconv.Itoa(11), report.name, reportedFrom, reportedTo)
		if err != nil {
			return err
		}
		if report.most > 0 {
			table.atMost(report.what, measured["median_ms"], report.most, "%.0f ms")
		} else {
			table.add(report.what, strconv.FormatFloat(measured["median_ms"], 'f', 0, 64)+" ms", "")
		}
	}
	return nil
}

// The days of the reports are those of the events but for the last, by when funnels and retention look further.
const (
	reportedFrom = "2026-01-01"
	reportedTo   = "2026-01-29"
)
