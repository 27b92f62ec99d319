package main

import (
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/result"
)

// breakdownTable has a row for each event that fits into 80 columns: times to the minute, shares to the hundredth, and long
// names wrapped.
func breakdownTable(breakdown *result.EventBreakdownResult) render.Rows {
	columns := []string{"event_name", "count", "users", "first_seen_utc", "last_seen_utc", "pct"}
	rows := render.List(columns, breakdown.Events(), func(e result.EventStats) []any {
		return []any{e.EventName, e.Count, e.UniqueUsers, toMinute(e.FirstSeen), toMinute(e.LastSeen), strconv.FormatFloat(e.PctOfTotal, 'f', 2, 64)}
	})
	rows.Prose = []string{"event_name"}
	return rows
}

// toMinute is a time in UTC as a person reads it; nothing for none.
func toMinute(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02 15:04")
}
