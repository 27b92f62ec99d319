package fetch

import (
	"fmt"
	"testing"
	"time"
)

// asSent is what a project of before 2023 sends for an instant: its wall clock, read as if it were UTC.
func asSent(t time.Time) int64 {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC).UnixMicro()
}

// The days of an export follow one another without a gap and without meeting, and each is as long as its clocks make it.
func TestDaysAreContiguousAndAsLongAsTheirClocksMakeThem(t *testing.T) {
	const step = 15 * time.Minute
	for _, test := range []struct {
		zone, day string
		hours     float64
	}{
		{"Europe/Lisbon", "2026-03-29", 23}, {"Europe/Lisbon", "2026-10-25", 25}, {"Europe/Lisbon", "2026-07-01", 24},
		{"America/New_York", "2026-03-08", 23}, {"America/New_York", "2026-11-01", 25},
		{"Asia/Kathmandu", "2026-03-29", 24}, {"Asia/Kathmandu", "1986-01-01", 23.75},
		{"Australia/Lord_Howe", "2026-04-05", 24.5}, {"Australia/Lord_Howe", "2026-10-04", 23.5},
		{"Pacific/Apia", "2011-12-30", 0}, {"Pacific/Apia", "2011-12-31", 24}, {"Pacific/Apia", "2021-04-04", 25},
	} {
		t.Run(fmt.Sprint(test.zone, test.day), func(t *testing.T) {
			zone, err := time.LoadLocation(test.zone)
			if err != nil {
				t.Fatal(err)
			}
			middle, err := time.Parse(time.DateOnly, test.day)
			if err != nil {
				t.Fatal(err)
			}
			length, known := map[day]time.Duration{}, day(0)
			for at := middle.Add(-72 * time.Hour); at.Before(middle.Add(72 * time.Hour)); at = at.Add(step) {
				d := dayOfMicros(asSent(at.In(zone)))
				if d != dayOf(at.In(zone)) {
					t.Fatalf("%s is of %s", at.In(zone), d)
				}
				skipped := test.zone == "Pacific/Apia" && d.String() == "2011-12-31" && known == d-2
				if known != 0 && d != known && d != known+1 && !skipped {
					t.Fatalf("%s is of %s, after %s", at.In(zone), d, known)
				}
				length[d] += step
				known = d
			}
			if got := length[dayOf(middle)].Hours(); got != test.hours {
				t.Errorf("the day has %v hours, want %v", got, test.hours)
			}
		})
	}
}
