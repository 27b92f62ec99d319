package fetch

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mixpanel-data/mp/sdk/credential"
)

// changing are zones whose clocks change in different ways: at 01:00 UTC, at 02:00 local, never (but with an odd offset), by
// half an hour, and by a whole day at the date line, at midnight.
var changing = []string{"Europe/Lisbon", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"}

// changesOf are the instants of a zone's changes from 1985 to 2035, and one ordinary instant.
func changesOf(zone *time.Location) []time.Time {
	changes := []time.Time{time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}
	for at := time.Date(1985, 1, 1, 0, 0, 0, 0, time.UTC).In(zone); at.Year() < 2035; {
		_, next := at.ZoneBounds()
		if next.IsZero() {
			break
		}
		changes = append(changes, next.UTC())
		at = next.Add(time.Second).In(zone)
	}
	return changes
}

func loaded(t interface{ Fatal(...any) }, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Of an instant near a change of clocks, the export shows the wall clock, from which the instant is found again. Only of an
// hour that is shown twice the first is meant.
func TestEventTimeIsTrueUTCAroundChangesOfClocks(t *testing.T) {
	for _, name := range changing {
		zone := loaded(t, name)
		changes := changesOf(zone)
		rapid.Check(t, func(t *rapid.T) {
			change := rapid.SampledFrom(changes).Draw(t, "change")
			offset := rapid.Int64Range(-26*time.Hour.Microseconds(), 26*time.Hour.Microseconds()).Draw(t, "distance")
			instant := time.UnixMicro(change.UnixMicro() + offset).In(zone)
			got := time.UnixMicro(Instant(credential.ExportProject, zone, asSent(instant))).In(zone)
			if got.Equal(instant) {
				return
			}
			_, before := change.Add(-time.Second).In(zone).Zone()
			_, after := change.In(zone).Zone()
			back := time.Duration(before-after) * time.Second
			if back <= 0 || instant.Before(change) || !instant.Before(change.Add(back)) || !got.Equal(instant.Add(-back)) {
				t.Fatalf("%s was shown as %s and read as %s", instant, time.UnixMicro(asSent(instant)).UTC(), got)
			}
		})
	}
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
			zone := loaded(t, test.zone)
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
