package fetch

import (
	"testing"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// shopLines are lines as the simulator exports them, of the first day of 2026.
func shopLines(tb testing.TB, n int) []string {
	tb.Helper()
	first := calendar.Day(newYear)
	s, err := shop.New(shop.Config{Seed: 7, Zone: time.UTC, First: first, Days: 1, Events: n, Shares: shop.DefaultShares()})
	if err != nil {
		tb.Fatal(err)
	}
	var lines []string
	for event := range s.Events(first, first) {
		lines = append(lines, string(event.AppendMillis(nil)))
	}
	return lines
}
