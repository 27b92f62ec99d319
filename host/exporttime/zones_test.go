package exporttime_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mixpanel-data/mp/host/exporttime"
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
			got := time.UnixMicro(exporttime.NewClock(credential.ExportProject, zone).Instant(asSent(instant))).In(zone)
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
