package calendar_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

func TestParseReadsWhatStringWrites(t *testing.T) {
	for _, text := range []string{"1970-01-01", "1969-12-31", "2024-02-29", "2026-11-21", "9999-12-31"} {
		day, err := calendar.Parse(text)
		if err != nil {
			t.Fatalf("Parse(%q): %v", text, err)
		}
		if got := day.String(); got != text {
			t.Errorf("Parse(%q).String() = %q", text, got)
		}
	}
}

func TestParseRefusesAnythingButADate(t *testing.T) {
	for _, text := range []string{"", "2026-1-2", "2026-02-30", "20260101", "2026-01-01T00:00:00", " 2026-01-01", "yesterday"} {
		if day, err := calendar.Parse(text); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", text, day)
		}
	}
}

func TestDaysAreConsecutiveIntegers(t *testing.T) {
	if got := calendar.Date(2024, time.February, 28) + 2; got != calendar.Date(2024, time.March, 1) {
		t.Errorf("2024-02-28 plus two days is %v, want 2024-03-01", got)
	}
	if got := calendar.Date(2026, time.November, 21).Weekday(); got != time.Saturday {
		t.Errorf("2026-11-21 is a %v, want Saturday", got)
	}
}

func TestOfUsesTheLocationOfTheInstant(t *testing.T) {
	late := time.Date(2026, 1, 1, 23, 30, 0, 0, time.UTC)
	tokyo := zone(t, "Asia/Tokyo")
	if got := calendar.Of(late.In(tokyo)); got != calendar.Date(2026, 1, 2) {
		t.Errorf("23:30 UTC in Tokyo is %v, want 2026-01-02", got)
	}
}

func TestDayLengthFollowsTheClockChanges(t *testing.T) {
	tests := []struct {
		zone, day string
		start     string // RFC 3339, UTC
		length    time.Duration
	}{
		{"UTC", "2026-03-29", "2026-03-29T00:00:00Z", 24 * time.Hour},
		{"Europe/Lisbon", "2026-03-29", "2026-03-29T00:00:00Z", 23 * time.Hour},
		{"Europe/Lisbon", "2026-10-25", "2026-10-24T23:00:00Z", 25 * time.Hour},
		{"America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25 * time.Hour},
		{"Asia/Kolkata", "2026-01-01", "2025-12-31T18:30:00Z", 24 * time.Hour},
		{"Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24*time.Hour + 30*time.Minute},
		// Midnight does not exist: clocks go from 00:00 to 01:00.
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23 * time.Hour},
		{"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", 23 * time.Hour},
		// Midnight happens twice: clocks go from 01:00 back to 00:00.
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25 * time.Hour},
		// The date does not exist.
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.zone+" "+tt.day, func(t *testing.T) {
			day, err := calendar.Parse(tt.day)
			if err != nil {
				t.Fatal(err)
			}
			loc := zone(t, tt.zone)
			start := day.Start(loc)
			if got := start.UTC().Format(time.RFC3339); got != tt.start {
				t.Errorf("start = %s, want %s", got, tt.start)
			}
			if got := (day + 1).Start(loc).Sub(start); got != tt.length {
				t.Errorf("length = %v, want %v", got, tt.length)
			}
		})
	}
}

func TestEveryDayStartsAfterTheOneBefore(t *testing.T) {
	for _, name := range []string{"Europe/Lisbon", "Africa/Cairo", "America/Havana", "Asia/Beirut", "Asia/Tehran", "Pacific/Chatham"} {
		loc := zone(t, name)
		for day := calendar.Date(2015, 1, 1); day < calendar.Date(2027, 1, 1); day++ {
			start := day.Start(loc)
			if calendar.Of(start) != day || calendar.Of(start.Add(-time.Second)) == day {
				t.Fatalf("%s %v starts at %v, which is not its first instant", name, day, start)
			}
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
