package scan_test

import (
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// shopLines are lines as the simulator's shop exports them, with unusual ones among them.
func shopLines(tb testing.TB, n int) [][]byte {
	tb.Helper()
	day := calendar.Date(2026, time.January, 5)
	s, err := shop.New(shop.Config{Seed: 7, Zone: time.UTC, First: day, Days: 1, Events: n, Shares: shop.DefaultShares()})
	if err != nil {
		tb.Fatal(err)
	}
	var lines [][]byte
	for event := range s.Events(day, day) {
		lines = append(lines, event.AppendMillis(nil))
	}
	return lines
}

func TestScanDoesNotAllocate(t *testing.T) {
	lines := shopLines(t, 2000)
	lines = append(lines, []byte(`{"event":"Caf\u00e9","properties":{"time":1,"distinct_id":"\u0041","$insert_id":"\n"}}`))
	var scanner scan.Scanner
	all := func() {
		for _, line := range lines {
			if _, err := scanner.Scan(line); err != nil {
				t.Fatalf("%v in %s", err, line)
			}
		}
	}
	all()
	if allocated := testing.AllocsPerRun(5, all); allocated != 0 {
		t.Errorf("%v allocations for %d lines", allocated, len(lines))
	}
}

func BenchmarkScan(b *testing.B) {
	lines := shopLines(b, 1_000)
	var size int64
	for _, line := range lines {
		size += int64(len(line)) + 1
	}
	var scanner scan.Scanner
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, line := range lines {
			if _, err := scanner.Scan(line); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(lines))*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
