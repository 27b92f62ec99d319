package exporttime_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// zones have clock changes of an hour and of half an hour, at midnight and at night, north and south, and none.
var zones = []string{
	"UTC", "Europe/Lisbon", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata",
	"Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca", "Asia/Beirut", "America/Santiago",
}

// asSent is what a project of before 2023 sends for an instant: its wall clock, read as if it were UTC.
func asSent(t time.Time) int64 {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	return wall.UnixMicro()
}

func TestEveryInstantIsFoundFromTheWallClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := loaded(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		micros := rapid.Int64Range(-2_000_000_000_000_000, 3_000_000_000_000_000).Draw(t, "instant")
		instant := time.UnixMicro(micros).In(zone)
		sent := asSent(instant)
		got := exporttime.NewClock(credential.ExportProject, zone).Instant(sent)
		if got == micros {
			return
		}
		// The reading came twice, and the first was meant.
		if asSent(time.UnixMicro(got).In(zone)) != sent || got > micros || micros-got > 3*3600*1_000_000 {
			t.Fatalf("%s in %s was sent as %d and read as %s", instant, zone, sent, time.UnixMicro(got).In(zone))
		}
		if start, _ := instant.ZoneBounds(); instant.Sub(start) > 3*time.Hour {
			t.Fatalf("%s in %s is far from a clock change and was read as %s", instant, zone, time.UnixMicro(got).In(zone))
		}
	})
}

func TestClockChangesHaveOneRule(t *testing.T) {
	for _, test := range []struct{ zone, wall, want string }{
		{"Europe/Lisbon", "2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z"}, // comes twice: the first
		{"Europe/Lisbon", "2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z"}, // never was: counts on
		{"America/New_York", "2026-11-01T01:59:59Z", "2026-11-01T05:59:59Z"},
		{"America/New_York", "2026-11-01T02:00:00Z", "2026-11-01T07:00:00Z"},
		{"America/New_York", "2026-03-08T02:30:00Z", "2026-03-08T07:30:00Z"},
		{"America/New_York", "2026-03-08T03:00:00Z", "2026-03-08T07:00:00Z"},
		{"Australia/Lord_Howe", "2026-04-05T01:45:00Z", "2026-04-04T14:45:00Z"}, // half an hour comes twice
		{"America/Santiago", "2026-04-04T23:30:00Z", "2026-04-05T02:30:00Z"},
		{"UTC", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"},
	} {
		zone := loaded(t, test.zone)
		wall, err := time.Parse(time.RFC3339, test.wall)
		if err != nil {
			t.Fatal(err)
		}
		got := time.UnixMicro(exporttime.NewClock(credential.ExportProject, zone).Instant(wall.UnixMicro())).UTC().Format(time.RFC3339)
		if got != test.want {
			t.Errorf("%s in %s is %s, want %s", test.wall, test.zone, got, test.want)
		}
	}
}

func TestTimesInUTCStay(t *testing.T) {
	zone := time.FixedZone("odd", 5*3600+1)
	if got := exporttime.NewClock(credential.ExportUTC, zone).Instant(-1); got != -1 {
		t.Errorf("instant(-1) = %d", got)
	}
	if got := exporttime.NewClock(credential.ExportProject, zone).Instant(-1); got != -1-(5*3600+1)*1_000_000 {
		t.Errorf("instant(-1) in a fixed zone = %d", got)
	}
}

func TestAClockNeedsWhatItReadsBy(t *testing.T) {
	for _, test := range []struct {
		exportTime credential.ExportTime
		zone       *time.Location
		argument   string
	}{
		{"", nil, ""}, {credential.ExportUTC, nil, ""}, {credential.ExportProject, time.UTC, ""}, {" Project ", time.UTC, ""},
		{credential.ExportProject, nil, "timezone"}, {"PROJECT", nil, "timezone"}, {"local", time.UTC, "export_time"},
	} {
		err := exporttime.Check(test.exportTime, test.zone)
		if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); ok != (test.argument != "") || ok && invalid.Argument != test.argument {
			t.Errorf("%q with zone %v: %v", test.exportTime, test.zone, err)
		}
	}
}

func TestDaysAreOfTheZoneThatTimesShow(t *testing.T) {
	tokyo := loaded(t, "Asia/Tokyo")
	for exportTime, want := range map[credential.ExportTime]*time.Location{
		"": time.UTC, credential.ExportUTC: time.UTC, credential.ExportProject: tokyo, "PROJECT": tokyo,
	} {
		if got := exporttime.NewClock(exportTime, tokyo).Location(); got != want {
			t.Errorf("%q has the days of %s, want %s", exportTime, got, want)
		}
	}
}
