package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// covered are days with a million events each, fetched one evening in New York.
func covered(n int, change func(i int, d *storage.Day)) []storage.Day {
	fetched := time.Date(2026, 2, 1, 20, 4, 5, 123456789, time.FixedZone("EST", -5*3600))
	days := make([]storage.Day, n)
	for i := range days {
		days[i] = storage.Day{
			Day: fmt.Sprintf("2026-01-%02d", i+1), Complete: true, Received: 1_000_003, Stored: 1_000_000, Duplicates: 3, FetchedAt: fetched,
		}
		change(i, &days[i])
	}
	return days
}

// coverageAt is what mp inspect coverage shows on a screen of 80 columns.
func coverageAt(t *testing.T, days []storage.Day) string {
	t.Helper()
	s := newApp("").atTerminal()
	s.width = 80
	if err := s.printCoverage(days); err != nil {
		t.Fatal(err)
	}
	return s.stdout.String()
}

func TestCoverageFitsTheScreen(t *testing.T) {
	for _, days := range [][]storage.Day{
		nil,
		covered(3, func(int, *storage.Day) {}),
		covered(3, func(_ int, d *storage.Day) { d.Rejected, d.Stored = 2, 999_998 }),
		covered(3, func(i int, d *storage.Day) {
			d.Filter = `{"events":["` + strings.Repeat("Order Placed", 9+i) + `"],"where":"properties[\"$browser\"] == \"Chrome\""}`
		}),
		covered(3, func(_ int, d *storage.Day) { d.Received, d.Stored = 4_000_000_000, 3_999_999_997 }),
	} {
		shown := coverageAt(t, days)
		for line := range strings.Lines(shown) {
			if len([]rune(strings.TrimRight(line, "\n"))) > 80 || strings.Contains(line, "── 1 ") {
				t.Errorf("does not fit:\n%s", shown)
			}
		}
		if got := strings.Count(shown, "2026-02-02 01:04"); got != len(days) {
			t.Errorf("the time is there %d times for %d days:\n%s", got, len(days), shown)
		}
	}
}

func TestCoverageShowsFiltersOfRunsOfDays(t *testing.T) {
	days := covered(5, func(i int, d *storage.Day) { d.Filter = []string{"", "", `{"limit":5}`, "", ""}[i] })
	days[4].Day = "2026-01-09"
	want := `
DAYS                    FILTER
─────────────────────── ────────────
2026-01-01..2026-01-02  none
2026-01-03              {"limit":5}
2026-01-04              none
2026-01-09              none
`
	_, got, _ := strings.Cut(coverageAt(t, days), "\n\n")
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), got); diff != "" {
		t.Error(diff)
	}
}

func TestCoverageForProgramsKeepsEveryField(t *testing.T) {
	s := newApp("")
	s.format = "csv"
	if err := s.printCoverage(covered(1, func(_ int, d *storage.Day) { d.Filter = "f" })); err != nil {
		t.Fatal(err)
	}
	want := "day,complete,received,stored,duplicates,rejected,filter,fetched_at\n" +
		"2026-01-01,true,1000003,1000000,3,0,f,2026-02-01T20:04:05.123456789-05:00\n"
	if diff := cmp.Diff(want, s.stdout.String()); diff != "" {
		t.Error(diff)
	}
}
